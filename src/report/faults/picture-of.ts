import type { ColumnHistogram, DataGroup } from '../../record/data-validate.ts'

/** Whether a rule of a contract is one that a picture of the values shows: `fields.1.constraints.minimum`. */
export const isOfBound = (rule: unknown) =>
  typeof rule === 'string' && /\.(minimum|maximum|exclusiveMinimum|exclusiveMaximum)$/.test(rule)

/** The picture of a group of faults; of cells that are no numbers, say, a histogram shows nothing. */
export const pictureOf = (
  { table, field, rule }: DataGroup,
  histograms: readonly ColumnHistogram[] = [],
): ColumnHistogram | undefined =>
  isOfBound(rule) ? histograms.find((one) => one.table === table && one.field === field) : undefined
