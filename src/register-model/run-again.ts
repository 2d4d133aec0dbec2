import type { Runner } from '../runner/runner.ts'

/** What to do where the records of a run are not all there. */
export const runAgain = (kind: Runner['kind']): string =>
  kind === 'github'
    ? 'Run the whole workflow again, not only its failed jobs.'
    : 'Run `modelassay train` and `modelassay evaluate-gate` again, then register.'
