/**
 * SQL of a list of neighbours `{r, t, p, n}` with their cells `t` and `p` as texts. Only what is shown is written out:
 * in Parquet, times have no text of their own, and making it takes longer than comparing them.
 */
export const shownTexts = (list: string) =>
  `list_transform(${list}, lambda one: {r: one.r, t: left(one.t::VARCHAR, 500), p: left(one.p::VARCHAR, 500), n: one.n})`
