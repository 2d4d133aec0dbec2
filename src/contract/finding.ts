import * as z from 'zod'
import { checkCodes } from './checks/codes.ts'
import { outcomes } from './weight.ts'

/** The faults of a table, by Frictionless's names. */
const errorCodes = [
  'blank-label',
  'blank-row',
  'constraint-error',
  'duplicate-label',
  'extra-cell',
  'extra-label',
  'foreign-key',
  'incorrect-label',
  'missing-cell',
  'missing-label',
  'primary-key',
  'row-error',
  'type-error',
  'unique-error',
  ...checkCodes,
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** What `data.checks` of modelassay.yml finds; Frictionless has no names for these. */
const datasetErrorCodes = [
  'conflicting-label',
  'constant-column',
  'date-leakage',
  'duplicate-row',
  'identifier-leakage',
  'index-leakage',
  'label-leakage',
  'label-shift',
  'mixed-null',
  'mixed-type',
  'new-category',
  'shared-features',
  'shared-row',
  'string-variant',
] as const
export type DatasetErrorCode = (typeof datasetErrorCodes)[number]

const code = z.enum([...errorCodes, ...datasetErrorCodes])

const count = z.number().int().nonnegative()

/** Of a check that the configuration asks for and not the contract. */
const askedByConfig = {
  /** name of the train table that a test table is held against */
  against: z.string().optional(),
  config_file: z.string().optional(),
  config_line: count.optional(),
}

/** One fault, as `errors` of the record holds it. */
const findingSchema = z.looseObject({
  code,
  /** `tolerated` counts as no fault */
  severity: z.enum(outcomes),
  table: z.string(),
  file: z.string(),
  /** data row, from 1, header not counted */
  row: count.optional(),
  /** line of the file, from 1; text formats only */
  line: count.optional(),
  field: z.string().optional(),
  /** place of the field's column in the table, from 1 */
  column: count.optional(),
  /** as it stands in the file, cut to {@link shownLength} characters */
  value: z.string().optional(),
  message: z.string(),
  /** line of the contract that asks for it */
  contract_line: count.optional(),
  /** its key there: `fields.1.constraints.minimum` */
  rule: z.string().optional(),
  ...askedByConfig,
  /** the row that this one repeats or contradicts, where it takes two */
  counterpart: z
    .looseObject({ table: z.string(), file: z.string(), row: count, line: count.optional() })
    .optional(),
})
export type Finding = z.infer<typeof findingSchema>

/** Faults of one kind in one column. */
const groupSchema = z.looseObject({
  code,
  /** `tolerated` counts as no fault */
  severity: z.enum(outcomes),
  table: z.string(),
  file: z.string(),
  field: z.string().optional(),
  /** place of the field's column in the table, from 1 */
  column: count.optional(),
  /** all of them in one sentence: `1,204 rows whose bill_length_mm is below 0, first at train.csv:17` */
  message: z.string().optional(),
  /** all of them */
  count: z.number().int().positive(),
  /** of the table's rows, where some may fail: how many do, and how many might */
  share: z.number().optional(),
  tolerance: z.number().optional(),
  contract_line: count.optional(),
  /** its key there: `fields.1.constraints.minimum` */
  rule: z.string().optional(),
  ...askedByConfig,
})
export type Group = z.infer<typeof groupSchema>

/** What holding a table to its contract came to. */
export const checkResultSchema = z.looseObject({
  /** data rows, broken ones included, blank ones not */
  rows: count,
  /** the first of each group: the header's, broken rows, cells by field, keys, the number of rows */
  errors: z.array(findingSchema),
  groups: z.array(groupSchema),
  /** `by_code` has errors and warnings; `tolerated` is absent where nothing is */
  counts: z.looseObject({
    error: count,
    warning: count,
    tolerated: count.optional(),
    by_code: z.record(z.string(), count),
  }),
})
export type CheckResult = z.infer<typeof checkResultSchema>

/** Longer values and names are cut, and say so. */
export const shownLength = 100

/** A text of the user's, short enough to be shown. */
export function shown(text: string): string {
  const characters = [...text.slice(0, 4 * shownLength)]
  return text.length > 4 * shownLength || characters.length > shownLength
    ? `${characters.slice(0, shownLength).join('')}…`
    : text
}

/** The name of a column in a sentence: as it is where it is plain, otherwise {@link quoted}. */
export const named = (name: string) => (/^[\p{L}\p{N}_.-]{1,60}$/u.test(name) ? name : quoted(name))

/** The same in quotes, with line breaks and quotes made visible. */
export const quoted = (text: string) => JSON.stringify(shown(text))

/** `a`, `a and b`, `a, b and c`: columns in a sentence. */
export function namesOf(names: readonly string[]): string {
  const all = names.map(named)
  const last = all.pop() ?? ''
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`
}

/** What rows are by what their cells are, to follow `12 rows`: `whose id is missing`. */
export const whose = (names: readonly string[], what: string) =>
  `whose ${namesOf(names)} ${names.length === 1 ? 'is' : 'are'} ${what}`
