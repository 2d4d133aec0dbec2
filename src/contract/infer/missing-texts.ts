/**
 * Texts by which files mark a cell that has no value, as spreadsheets, R, pandas, SQL and people write them. The
 * empty text always is one. None is taken for missing unless it occurs and something speaks for it.
 */
export const missingTexts = [
  'NA',
  'N/A',
  'n/a',
  'na',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'NAN',
  'NULL',
  'Null',
  'null',
  'None',
  'none',
  'NONE',
  'nil',
  'NIL',
  '\\N',
  '-',
  '--',
  '.',
  '?',
  'missing',
  'unknown',
] as const
