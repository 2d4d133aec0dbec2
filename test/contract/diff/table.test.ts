import { describe, expect, it } from 'vitest'
import { changes } from './changes.ts'

describe('the table', () => {
  const fields = [{ name: 'x' }, { name: 'y' }]

  it.each([
    ['exact', 'equal', 'widens', 'compatible'],
    ['exact', 'subset', 'widens', 'compatible'],
    ['equal', 'superset', 'breaking', 'compatible'],
    ['subset', 'partial', 'breaking', 'compatible'],
    ['partial', 'exact', 'compatible', 'breaking'],
    ['subset', 'superset', 'breaking', 'breaking'],
  ])('whose header was %s, and is %s', (old, now, model, producer) => {
    expect(changes({ fields, fieldsMatch: old }, { fields, fieldsMatch: now })).toEqual([
      `fieldsMatch: ${model} for the model, ${producer} for the producer`,
    ])
  })

  it('with columns in another order', () => {
    const moved = { fields: fields.toReversed() }
    expect(changes({ fields }, moved)).toEqual(['fields: widens for the model, breaking for the producer'])
    expect(changes({ fields, fieldsMatch: 'equal' }, { ...moved, fieldsMatch: 'equal' })).toEqual([
      'fields: compatible for the model, compatible for the producer',
    ])
  })

  it.each([
    ['no key', { primaryKey: 'x' }, {}, 'primaryKey: widens for the model, compatible for the producer'],
    ['a key', {}, { primaryKey: 'x' }, 'primaryKey: compatible for the model, breaking for the producer'],
    [
      'another key',
      { primaryKey: 'x' },
      { primaryKey: ['x', 'y'] },
      'primaryKey: widens for the model, breaking for the producer',
    ],
    [
      'fewer rows',
      { checks: { rows: { min: 5 } } },
      { checks: { rows: { min: 3 } } },
      'checks.rows.min: widens for the model, compatible for the producer',
    ],
    [
      'not so many rows',
      { checks: { rows: { max: 5 } } },
      { checks: { rows: { max: 3 } } },
      'checks.rows.max: compatible for the model, breaking for the producer',
    ],
    [
      'a check',
      {},
      { checks: { rows: { min: 3 } } },
      'checks.rows.min: compatible for the model, breaking for the producer',
    ],
    [
      'another text for what is missing',
      {},
      { missingValues: ['', 'NA'] },
      'missingValues: breaking for the model, compatible for the producer',
    ],
    [
      'a text less for what is missing',
      { missingValues: ['', 'NA'] },
      {},
      'missingValues: breaking for the model, breaking for the producer',
    ],
    ['a title', {}, { title: 'T' }, 'title: compatible for the model, compatible for the producer'],
  ])('with %s', (_, old, now, expected) => {
    expect(changes({ fields, ...old }, { fields, ...now })).toEqual([expected])
  })
})
