/** Which tests mutants have to survive: those that are over in a moment. */
export const testFiles = [
  'test/stats/**/*.test.ts',
  'test/metrics/**/*.test.ts',
  'test/rules/**/*.test.ts',
  'test/evaluate-gate/**/*.test.ts',
]

/** Whole verdicts by the hundred, the data engine, and commands that are run in worktrees and processes of their own. */
export const slowFiles = [
  'test/evaluate-gate/calibration.test.ts',
  'test/evaluate-gate/held-tables.test.ts',
  'test/evaluate-gate/judged-twice.test.ts',
  'test/evaluate-gate/several-files.test.ts',
  'test/evaluate-gate/old-test-set/old-test-set.test.ts',
  'test/evaluate-gate/measure/overlap.test.ts',
  'test/evaluate-gate/rerun/rerun.test.ts',
  'test/evaluate-gate/rerun/rerun-registered.test.ts',
]

/** Tests that draw thousands of samples: they say that a method is right, not that each line of it is. */
const simulations =
  /missed|miss it in|in at most|about 5 of 100|about once in|in about one (of|sample)|never surer than rows apart|never throws, whatever|seldom rise|has the distribution|fill \[0, 1\) evenly|each cell by its share|its mean and variance/

/** Tests of a second and more; what they say of several classes, or of thirty evaluations, others say of two. */
const slow =
  /(differences of two|intervals of a) multiclass|The bounds of R²|cells of a million classes|makes no test of the base’s/i

/** @param test file, suites and name; what the file is called says nothing of the test */
export function isQuick(test: string): boolean {
  const named = test.slice(test.indexOf(' > '))
  return !simulations.test(named) && !slow.test(named)
}

/** Which tests a room's mutants are given: its own, and those of the rooms that its code has no other tests than. */
export const testsOf: Readonly<Record<string, readonly string[]>> = {
  'src/stats': ['test/stats/**/*.test.ts'],
  'src/metrics': [
    'test/metrics/**/*.test.ts',
    ...['predictions', 'rankings', 'new-errors', 'named-metrics', 'fairness'].map(
      (of) => `test/evaluate-gate/${of}.test.ts`,
    ),
  ],
  'src/rules': ['test/rules/**/*.test.ts', 'test/evaluate-gate/**/*.test.ts'],
  'src/evaluate-gate': ['test/evaluate-gate/**/*.test.ts'],
}
