/**
 * SQL of an expression, NULL where computing it raises an error. The engine's optimizer takes what stands twice in a
 * statement out of TRY, to where its error ends the scan; out of a CASE that depends on a column it takes nothing.
 * @param column SQL that is never NULL, of the same row; undefined where the expression has no column
 */
export const tried = (expression: string, column: string | undefined) =>
  column === undefined
    ? `TRY(${expression})`
    : `CASE WHEN ${column} IS NULL THEN NULL ELSE TRY(${expression}) END`

/** SQL: does computing it raise an error? Then not even a struct around it comes about. */
export const fails = (expression: string, column: string | undefined) =>
  column === undefined
    ? `TRY(struct_pack(v := ${expression})) IS NULL`
    : `CASE WHEN ${column} IS NULL THEN true ELSE TRY(struct_pack(v := ${expression})) IS NULL END`
