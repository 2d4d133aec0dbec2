import { describe, expect, it } from 'vitest'
import { newProject } from './new-project.ts'

const { mistake } = newProject()

describe('a key that takes one of several words', () => {
  it.each([
    ['metrics: { cost: { mean: cost } }\n', 'metrics.cost.direction', 'higher or lower'],
    ['register: { registry: {} }\n', 'register.registry.kind', 'github or local'],
    ['deploy:\n  live: { up: ./up, health: "http://127.0.0.1/health" }\n', 'deploy.live.target', 'command'],
  ])('is missed by name, with the words that it takes: %j', async (text, key, words) => {
    expect(await mistake(text)).toMatchObject({
      code: 'missing-key',
      message: `${key}: is missing`,
      hint: `Add ${key}: ${words}.`,
    })
  })

  it.each([
    ['evaluate: { predictions: p.csv, task: multi }\n', 'Did you mean "multiclass" or "multilabel"?'],
    ['evaluate: { predictions: p.csv, task: reg }\n', 'Did you mean "regression"?'],
    ['evaluate: { predictions: p.csv, task: mul }\n', 'Did you mean "multiclass" or "multilabel"?'],
  ])('is known by how the word begins: %j', async (text, hint) => {
    const found = await mistake(text)
    expect(found.message).toContain('must be one of binary, multiclass, regression, ')
    expect(found.hint).toBe(hint)
  })
})
