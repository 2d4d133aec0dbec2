import * as z from 'zod'
import { modelClasses, producerClasses } from './contract-change.ts'
import { datasetCheckSchema } from './dataset-checks.ts'
import { digestSchema } from './digest.ts'
import { commonShape, commonVerdicts } from './every-record.ts'
import { tableRefSchema } from './refs.ts'

export const dataErrorSchema = z.looseObject({
  /** Frictionless's vocabulary: type-error, missing-label, constraint-error ... */
  code: z.string(),
  /** `tolerated`: within the share of rows that the contract lets fail; never makes the verdict fail */
  severity: z.enum(['error', 'warning', 'tolerated']),
  table: z.string(),
  file: z.string().optional(),
  /** data row, from 1, header not counted */
  row: z.number().int().optional(),
  /** line of the file, from 1; text formats only */
  line: z.number().int().optional(),
  field: z.string().optional(),
  /** place of the field's column in the table, from 1 */
  column: z.number().int().optional(),
  /** as it stands in the file, cut to a stated length */
  value: z.string().optional(),
  message: z.string(),
})
export type DataError = z.infer<typeof dataErrorSchema>

/** All faults of one kind in one column. */
export const dataGroupSchema = z.looseObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'tolerated']),
  table: z.string(),
  file: z.string().optional(),
  field: z.string().optional(),
  count: z.number().int(),
  /** in one sentence: `1,204 rows in bill_length_mm below 0, first at train.csv:17` */
  message: z.string().optional(),
})
export type DataGroup = z.infer<typeof dataGroupSchema>

const count = z.number().int().nonnegative()

/** The numbers of a column that has faults. */
export const columnHistogramSchema = z.looseObject({
  table: z.string(),
  field: z.string(),
  /** where the first bin begins and the last one ends, that one included; all bins are of one width */
  low: z.number(),
  high: z.number(),
  /** numbers in each bin */
  counts: z.array(count).min(1),
  /** how many of these are not allowed */
  outside: z.array(count).min(1),
  /** numbers below the first bin, and above the last */
  below: count,
  above: count,
  /** what the contract allows */
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})
export type ColumnHistogram = z.infer<typeof columnHistogramSchema>

/** A file of the evidence with the rows of a table that are at fault. */
export const rejectedRowsSchema = z.looseObject({
  table: z.string(),
  /** in the evidence */
  path: z.string(),
  /** rows that it holds */
  rows: count,
  /** there are more, which did not fit */
  cut: z.literal(true).optional(),
})
export type RejectedRows = z.infer<typeof rejectedRowsSchema>

/** A difference between the contract that the live model was trained under and the one of now. */
export const contractChangeSchema = z.looseObject({
  table: z.string(),
  /** `fields.bill_length_mm.constraints.minimum` */
  path: z.string(),
  field: z.string().optional(),
  /** absent where the contract did not say it, or says it no more */
  old: z.unknown().optional(),
  new: z.unknown().optional(),
  model: z.enum(modelClasses),
  producer: z.enum(producerClasses),
  why: z.string(),
  /** of the contract, where it says it now */
  file: z.string().optional(),
  line: z.number().int().optional(),
})
export type ContractChange = z.infer<typeof contractChangeSchema>

export const compatibilitySchema = z.looseObject({
  /** the version in production */
  model: z.string(),
  version: z.string(),
  /** what a change that breaks the model counted as */
  severity: z.enum(['error', 'warning']),
  /** changes that break the model */
  breaking: z.number().int().nonnegative(),
  /** the worst first */
  changes: z.array(contractChangeSchema),
  /** changes that are left out */
  more: z.number().int().positive().optional(),
})
export type Compatibility = z.infer<typeof compatibilitySchema>

export const dataValidateRecordSchema = z.looseObject({
  ...commonShape,
  stage: z.literal('data-validate'),
  verdict: z.enum(['valid', 'invalid', ...commonVerdicts]),
  tables: z
    .array(z.looseObject({ ...tableRefSchema.shape, format: z.string(), rows: z.number().int() }))
    .optional(),
  /** the first offending rows of each kind; `counts` has all */
  errors: z.array(dataErrorSchema).optional(),
  /** all faults, by what is wrong and where */
  groups: z.array(dataGroupSchema).optional(),
  /** of the first columns of numbers that have faults */
  histograms: z.array(columnHistogramSchema).optional(),
  /** the rows at fault, as files of the evidence */
  rejected: z.array(rejectedRowsSchema).optional(),
  counts: z
    .looseObject({
      error: z.number().int(),
      warning: z.number().int(),
      /** cells and rows that the contract tolerates; in no other sum */
      tolerated: z.number().int().optional(),
      by_code: z.record(z.string(), z.number().int()),
    })
    .optional(),
  /** what the checks of `data.checks` measured, passed or not: up to 50 columns of each check and table */
  dataset_checks: z.array(datasetCheckSchema).optional(),
  /** what to do next, where it takes more than mending what the groups name */
  remedy: z.string().optional(),
  /** what was to make the step fail: `never` lets invalid data go on */
  fail_on: z.enum(['error', 'warning', 'never']).optional(),
  contract: z.looseObject({ digest: digestSchema, path: z.string() }).optional(),
  /** what the contract means for the model in production; absent where nothing differs or there is none */
  compatibility: compatibilitySchema.optional(),
})
export type DataValidateRecord = z.infer<typeof dataValidateRecordSchema>
