/** What a table can break of `checks`; `row-count` and `row-constraint` are Frictionless's names. */
export const checkCodes = [
  'aggregate',
  'category-coverage',
  'distinct-count',
  'distinct-share',
  'freshness',
  'mean',
  'median',
  'missing-step',
  'null-share',
  'order',
  'quantile',
  'row-constraint',
  'row-count',
  'standard-deviation',
  'sum',
] as const
export type CheckCode = (typeof checkCodes)[number]

/** The fault that breaking a check of a column is. */
export const codeOfCheck = {
  nulls: 'null-share',
  distinct: 'distinct-count',
  distinct_share: 'distinct-share',
  mean: 'mean',
  median: 'median',
  quantiles: 'quantile',
  std: 'standard-deviation',
  sum: 'sum',
  categories: 'category-coverage',
  fresh: 'freshness',
  ordered: 'order',
  gaps: 'missing-step',
} as const satisfies Readonly<Record<string, CheckCode>>
export type ColumnCheckName = keyof typeof codeOfCheck
