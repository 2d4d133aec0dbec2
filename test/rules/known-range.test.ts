import { expect, it } from 'vitest'
import { directionOf } from '../../src/rules/direction-of.ts'
import { knownRange, rangeText } from '../../src/rules/known-range.ts'

const own = { accuracy: { mean: 'right', direction: 'lower' } } as const

it.each([
  ['accuracy', 'lies between 0 and 1'],
  ['mcc', 'lies between -1 and 1'],
  ['rmse', 'is never below 0'],
  ['r2', 'is never above 1'],
])('what is said of %s is that it %s', (metric, said) => {
  expect(rangeText(knownRange(metric, {})!)).toBe(said)
})

it('nothing is known of the range of a name that is nobody’s, or the user’s own', () => {
  expect(knownRange('bleu', {})).toBeUndefined()
  expect(knownRange('constructor', {})).toBeUndefined()
  expect(knownRange('accuracy', own)).toBeUndefined()
})

it('better is what the user says, then what is known; a model is better for being smaller', () => {
  expect(['accuracy', 'rmse', 'model_bytes', 'bleu'].map((name) => directionOf(name, {}))).toEqual([
    'higher',
    'lower',
    'lower',
    undefined,
  ])
  expect(directionOf('accuracy', own)).toBe('lower')
})
