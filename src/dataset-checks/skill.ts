/**
 * How well groups of rows predict a label, each row from the others of its group alone. All of it is whole numbers, so
 * that neither threads nor the order of rows change a digit.
 */
export interface Skill {
  /** SQL aggregates of a group, from rows with a label `y` */
  readonly counts: string
  /** the same, from groups that are merged */
  readonly merged: string
  /** what rows are grouped by beside the group `g` */
  readonly by: string
  /** SQL over such groups: one number `s`, the rows predicted right or the squared error left */
  found(groups: string): string
  /** @param found the sum over all groups
   * @returns share of the naive prediction's error that is taken away, 0 to 1 */
  score(found: bigint): number
}

/**
 * Classes, by their rank `y`: 0 is the most frequent. The most frequent class of a group's other rows is predicted,
 * among equals the one that is more frequent in the table; without others, class 0. Naive is class 0 for all:
 * Goodman and Kruskal's lambda, leave-one-out.
 * @param rows with a label
 * @param inFirst rows of class 0
 * @see Goodman & Kruskal 1954, "Measures of association for cross classifications", section 5
 */
export function classSkill(rows: number, inFirst: number, classes: number): Skill {
  // A class's weight in a group, n * classes - y, orders classes by their rows, then by their rank.
  const top = `((top + ${classes - 1}) // ${classes})`
  return {
    counts: 'count(*) AS n',
    merged: 'sum(n)::BIGINT AS n',
    by: 'g, y',
    found: (groups) => `SELECT coalesce(sum(CASE
        WHEN rows = 1 THEN (top = ${classes})::BIGINT
        WHEN coalesce(top - ${classes} > second, true) THEN ${top} ELSE 0 END), 0)::HUGEINT AS s
      FROM (SELECT g, rows, tops[1] AS top, tops[2] AS second FROM (
        SELECT g, sum(n) AS rows, max(n * ${classes} - y, 2) AS tops FROM ${groups} GROUP BY g))`,
    score: (right) => Math.max(0, (Number(right) - inFirst) / (rows - inFirst)),
  }
}

/** What ranks are scaled to, so that squares of sums over a billion rows fit into 128 bits. */
export const rankScale = 2 ** 16

/**
 * Values, by their rank `y` in the table, scaled to ±{@link rankScale}. The mean rank of a group's other rows is
 * predicted, without others the middle one, as the naive prediction is for all; the error is the root of the mean
 * squared one. Ranks, because one outlier would decide over values.
 * @param naive sum of squares of all ranks
 * @see Allen 1974, "The relationship between variable selection and data augmentation" (PRESS)
 */
export function valueSkill(naive: bigint): Skill {
  return {
    counts: 'count(*) AS n, sum(y)::HUGEINT AS s1, sum(y * y)::HUGEINT AS s2',
    merged: 'sum(n)::BIGINT AS n, sum(s1)::HUGEINT AS s1, sum(s2)::HUGEINT AS s2',
    by: 'g',
    found: (groups) => `SELECT coalesce(sum(CASE WHEN n = 1 THEN s2
        ELSE n * (n * s2 - s1 * s1) // ((n - 1)::HUGEINT * (n - 1)) END), 0)::HUGEINT AS s FROM ${groups}`,
    score: (left) => Math.max(0, 1 - Math.sqrt(Number(left) / Number(naive))),
  }
}

/** What is to be predicted. */
export interface Target {
  /** SQL name of the rows with a label `y`, and the sheet's columns */
  readonly relation: string
  readonly rows: number
  readonly skill: Skill
}
