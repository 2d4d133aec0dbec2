// Mutation testing of the rooms that decide verdicts: see docs/mutation-testing.md.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'in-process',
  plugins: ['./test/mutation/runner.ts', './test/mutation/messages.ts'],
  ignorers: ['messages'],
  mutate: ['src/stats/**/*.ts', 'src/metrics/**/*.ts', 'src/rules/**/*.ts', 'src/evaluate-gate/**/*.ts'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // TypeScript is stripped, not compiled, and TypeScript 7 lacks the interface that rewriting a tsconfig.json would need.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  incremental: true,
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  reporters: ['json', 'progress-append-only'],
  concurrency: 1,
  dryRunTimeoutMinutes: 10,
  timeoutFactor: 2,
  timeoutMS: 9000,
  allowConsoleColors: false,
  ignorePatterns: ['.tools', '.venv', 'dist', 'bench', 'docs', 'engine/node_modules', 'reports'],
}
