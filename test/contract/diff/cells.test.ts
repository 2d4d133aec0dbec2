import { describe, expect, it } from 'vitest'
import { ofField } from './changes.ts'

describe('how cells are written', () => {
  it.each([
    [
      'another format of days',
      { type: 'date', format: '%d/%m/%Y' },
      { type: 'date' },
      'format: breaking for the model, breaking',
    ],
    [
      'texts that are addresses',
      { type: 'string' },
      { type: 'string', format: 'email' },
      'format: compatible for the model, breaking',
    ],
    [
      'texts that need not be addresses',
      { type: 'string', format: 'email' },
      { type: 'string' },
      'format: breaking for the model, compatible',
    ],
    [
      'another decimal point',
      { type: 'number' },
      { type: 'number', decimalChar: ',' },
      'decimalChar: breaking for the model, breaking',
    ],
    [
      'a new category',
      { type: 'string', categories: ['a'] },
      { type: 'string', categories: ['a', { value: 'b', label: 'B' }] },
      'categories: breaking for the model, compatible',
    ],
    [
      'categories in another order',
      { type: 'string', categories: ['a', 'b'], categoriesOrdered: true },
      { type: 'string', categories: ['b', 'a'], categoriesOrdered: true },
      'categories: breaking for the model, compatible',
    ],
    [
      'a bound that leaves itself out',
      { type: 'number', constraints: { minimum: 0 } },
      { type: 'number', constraints: { exclusiveMinimum: 0 } },
      'constraints.minimum: compatible for the model, breaking',
    ],
    [
      'its own missing values',
      { type: 'string' },
      { type: 'string', missingValues: ['', '-'] },
      'missingValues: breaking for the model, compatible',
    ],
  ])('%s', (_, old, now, expected) => {
    expect(ofField(old, now)[0]).toBe(`fields.x.${expected} for the producer`)
  })
})
