import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { askOracle, oraclePythonIfAny } from './venv.ts'

const python = oraclePythonIfAny()

/** To renew a fixture, write what its script prints to it. */
const fixtures = [
  { script: 'sklearn_metrics.py', fixture: '../metrics/fixtures/scikit-learn.json' },
  { script: 'scipy_stats.py', fixture: '../stats/fixtures/scipy.json' },
  { script: 'fairlearn_metrics.py', fixture: '../metrics/fixtures/fairlearn.json' },
]

describe('the kept answers are what the Python libraries say', () => {
  for (const { script, fixture } of fixtures)
    test.skipIf(python === undefined)(script, () => {
      const kept = JSON.parse(readFileSync(new URL(fixture, import.meta.url), 'utf8'))
      expectAlike(askOracle(python!, script, {}), kept, script)
    })
})

/** Numbers may differ in their last digits from one processor's vector instructions to another's. */
function expectAlike(live: unknown, kept: unknown, path: string): void {
  if (typeof live === 'number' && typeof kept === 'number') {
    expect(Math.abs(live - kept), path).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(kept)))
  } else if (typeof live === 'object' && live !== null && typeof kept === 'object' && kept !== null) {
    expect(Object.keys(live), path).toEqual(Object.keys(kept))
    for (const [key, value] of Object.entries(live)) {
      expectAlike(value, (kept as Record<string, unknown>)[key], `${path}.${key}`)
    }
  } else {
    expect(live, path).toEqual(kept)
  }
}
