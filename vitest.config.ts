import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './test/slowest-first.ts'

const include = ['test/**/*.test.ts']

/** Files that change what their process shares, its environment or its output. */
const alone = globSync(include, { cwd: import.meta.dirname }).filter((file) =>
  /\bvi\.(mock|spyOn|stub)/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
)

// What takes a second alone takes a minute where a machine has six times the work that it has cores for.
const patience = { testTimeout: 120_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    globalSetup: ['test/temporary-root.ts', 'test/installed-engine.ts', 'test/python-itself.ts'],
    // Most of a test's time is that of processes it waits for: leaving a core free, as is the default, leaves one idle.
    maxWorkers: '100%',
    sequence: { sequencer: SlowestFirst },
    // Loading the suite's modules for each file anew took a fifth of the time of a run. Nothing is extended: the global
    // setup would run once more for each project.
    projects: [
      { test: { name: 'shared', include, exclude: alone, isolate: false, ...patience } },
      { test: { name: 'alone', include: alone, ...patience } },
    ],
  },
})
