// Apart from the schemas: the configuration takes these words, and each step reads it.

/** What came of one comparison. The table in docs/architecture.md says when each holds. */
export const zones = [
  'identical',
  'no-worse',
  'within',
  'beyond',
  'worse',
  'below-bound',
  'within-bound',
  'undefined',
  'not-comparable',
  'not-judged',
  'no-baseline',
] as const
export type Zone = (typeof zones)[number]

/** The `slice` of a comparison that says of all slices at once that none could be judged; no column's value is called so. */
export const everySlice = 'every slice'

/** What would let a comparison be made: other rows, predictions of more seeds, the baseline's of this test set. */
export const needed = ['unseen-rows', 'seeds', 'rerun'] as const
export type Needed = (typeof needed)[number]

export const directions = ['higher', 'lower'] as const
export type Direction = (typeof directions)[number]

export const tasks = ['binary', 'multiclass', 'regression', 'ranking', 'multilabel', 'aggregate'] as const

/** When a pull request gets a comment; one that is there is brought up to date by all but `never`. */
export const commentModes = ['always', 'on-change', 'on-failure', 'never'] as const
