import { describe, expect, it } from 'vitest'
import { keptAnswers, questions } from '../contract/parity/kept-answers.ts'
import { askOracle, oraclePythonIfAny } from './venv.ts'

const python = oraclePythonIfAny('frictionless-requirements.txt')

describe.skipIf(python === undefined)('the kept answers are what frictionless says', () => {
  it('of every table of the corpus', { timeout: 300_000 }, () => {
    expect(askOracle(python!, 'validate_frictionless.py', questions)).toEqual(keptAnswers().found)
  })
})
