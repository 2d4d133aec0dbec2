import * as z from 'zod'
import { checkResultSchema } from '../contract/finding.ts'
import { contractContextSchema } from '../contract/formats/context.ts'
import { namedColumnSchema } from '../contract/named-columns.ts'
import { columnHistogramSchema, rejectedRowsSchema } from '../record/data-validate.ts'
import { digestSchema } from '../record/digest.ts'
import { errorSchema } from '../record/error.ts'
import { sourceSchema, tableRefSchema, tableRoles } from '../record/refs.ts'
import { tablePlaceSchema } from '../tables/locate.ts'
import { datasetAnswerSchema, datasetRequestSchema } from './dataset-request.ts'

/** A table to be checked, as the plan hands it to the work. */
const tableToCheckSchema = z.object({
  name: z.string(),
  place: tablePlaceSchema,
  /** relative to the workspace, for messages and annotations */
  label: z.string(),
  role: z.enum(tableRoles),
  contract: z.object({ text: z.string(), label: z.string(), context: contractContextSchema }).optional(),
  /** one of the contract's, whose absent columns may be lacking */
  environment: z.string().optional(),
})
export type TableToCheck = z.infer<typeof tableToCheckSchema>

export const checkRequestSchema = z.object({
  workspace: z.string(),
  /** the time of the run, which the age of data is measured against */
  now: z.iso.datetime(),
  tables: z.array(tableToCheckSchema),
  /** columns that the configuration names */
  named: z.array(namedColumnSchema).default([]),
  dataset: datasetRequestSchema.optional(),
  /** whether what each table looks like is kept as evidence */
  profile: z.boolean(),
  /** whose rows at fault are kept as evidence: of tables whose files are in the commit, of all, of none */
  rejected: z.enum(['committed', 'all', 'none']),
})

export type CheckRequest = z.infer<typeof checkRequestSchema>

/** What came of one table: its faults, or why it could not be read. */
const checkedTableSchema = z.union([
  z.object({
    name: z.string(),
    format: z.string(),
    bytes: z.number().int().nonnegative(),
    digest: digestSchema,
    source: sourceSchema.optional(),
    files: tableRefSchema.shape.files,
    etag: z.string().optional(),
    /** file of the evidence that says what it looks like */
    profile: z.string().optional(),
    result: checkResultSchema,
  }),
  z.object({ name: z.string(), unreadable: errorSchema }),
])
export type CheckedTable = z.infer<typeof checkedTableSchema>
export type ReadTable = Extract<CheckedTable, { result: unknown }>

export const checkAnswerSchema = z.object({
  tables: z.array(checkedTableSchema),
  dataset: datasetAnswerSchema.optional(),
  /** a column that the configuration names and no table has */
  missing: errorSchema.optional(),
  rejected: z.array(rejectedRowsSchema).default([]),
  histograms: z.array(columnHistogramSchema).default([]),
})
export type CheckAnswer = z.infer<typeof checkAnswerSchema>
