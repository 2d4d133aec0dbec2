import { describe, expect, it } from 'vitest'
import { diffContracts } from '../../../src/contract/diff/diff.ts'
import { changes, contract, number, ofField, string } from './changes.ts'

describe('a column that the model reads', () => {
  it.each([
    ['smaller minimum', number({ minimum: 3 }), number({ minimum: 2 }), 'minimum', 'breaking', 'compatible'],
    ['larger minimum', number({ minimum: 3 }), number({ minimum: 4 }), 'minimum', 'compatible', 'breaking'],
    ['no minimum', number({ minimum: 3 }), number({}), 'minimum', 'breaking', 'compatible'],
    ['a first minimum', number({}), number({ minimum: 3 }), 'minimum', 'compatible', 'breaking'],
    ['larger maximum', number({ maximum: 3 }), number({ maximum: 4 }), 'maximum', 'breaking', 'compatible'],
    ['smaller maximum', number({ maximum: 3 }), number({ maximum: 2 }), 'maximum', 'compatible', 'breaking'],
    [
      'shorter texts',
      string({ minLength: 3 }),
      string({ minLength: 2 }),
      'minLength',
      'breaking',
      'compatible',
    ],
    [
      'fewer long texts',
      string({ maxLength: 3 }),
      string({ maxLength: 2 }),
      'maxLength',
      'compatible',
      'breaking',
    ],
    ['missing cells', number({ required: true }), number({}), 'required', 'breaking', 'compatible'],
    ['no missing cells', number({}), number({ required: true }), 'required', 'compatible', 'breaking'],
    [
      'a new category',
      string({ enum: ['a'] }),
      string({ enum: ['a', 'b'] }),
      'enum',
      'breaking',
      'compatible',
    ],
    [
      'a category gone',
      string({ enum: ['a', 'b'] }),
      string({ enum: ['b'] }),
      'enum',
      'compatible',
      'breaking',
    ],
    ['another category', string({ enum: ['a'] }), string({ enum: ['b'] }), 'enum', 'breaking', 'breaking'],
    ['any category', string({ enum: ['a'] }), string({}), 'enum', 'breaking', 'compatible'],
    [
      'categories in another order',
      string({ enum: ['a', 'b'] }),
      string({ enum: ['b', 'a'] }),
      'enum',
      'compatible',
      'compatible',
    ],
    [
      'another pattern',
      string({ pattern: 'a+' }),
      string({ pattern: 'a*' }),
      'pattern',
      'breaking',
      'breaking',
    ],
    ['no pattern', string({ pattern: 'a+' }), string({}), 'pattern', 'breaking', 'compatible'],
    ['a first pattern', string({}), string({ pattern: 'a+' }), 'pattern', 'compatible', 'breaking'],
    ['values that repeat', string({ unique: true }), string({}), 'unique', 'widens', 'compatible'],
    ['values that may not repeat', string({}), string({ unique: true }), 'unique', 'compatible', 'breaking'],
  ])('%s', (_, old, now, key, model, producer) => {
    expect(ofField(old, now)).toEqual([
      `fields.x.constraints.${key}: ${model} for the model, ${producer} for the producer`,
    ])
  })

  it.each([
    ['integer', 'number', 'breaking', 'compatible'],
    ['number', 'integer', 'compatible', 'breaking'],
    ['integer', 'string', 'breaking', 'compatible'],
    ['string', 'any', 'breaking', 'compatible'],
    ['string', 'integer', 'breaking', 'breaking'],
    ['date', 'datetime', 'breaking', 'breaking'],
  ])('that was of type %s, and is of type %s', (old, now, model, producer) => {
    expect(ofField({ type: old }, { type: now })).toEqual([
      `fields.x.type: ${model} for the model, ${producer} for the producer`,
    ])
  })

  it('dates are compared as days', () => {
    const from = (minimum: string) => ({ type: 'date', constraints: { minimum } })
    expect(ofField(from('2020-01-31'), from('2020-02-01'))).toEqual([
      'fields.x.constraints.minimum: compatible for the model, breaking for the producer',
    ])
  })

  it('a demand that is written out and one that is not are the same', () => {
    expect(ofField({ type: 'any', format: 'default' }, { constraints: { required: false } })).toEqual([])
  })

  it('words for people are no demand', () => {
    expect(ofField({ title: 'X' }, { title: 'x, in mm', description: 'd' })).toEqual([
      'fields.x.title: compatible for the model, compatible for the producer',
      'fields.x.description: compatible for the model, compatible for the producer',
    ])
  })

  it('a column that is gone is one that the model lacks; where no more may be there, tables with it fail', () => {
    const [two, one] = [{ fields: [{ name: 'x' }, { name: 'y' }] }, { fields: [{ name: 'x' }] }]
    expect(changes(two, one)).toEqual(['fields.y: breaking for the model, breaking for the producer'])
    expect(changes({ ...two, fieldsMatch: 'subset' }, { ...one, fieldsMatch: 'subset' })).toEqual([
      'fields.y: breaking for the model, compatible for the producer',
    ])
  })

  it('a column that is new is nothing to the model, and something to who makes the data where it must be there', () => {
    const [two, one] = [{ fields: [{ name: 'x' }, { name: 'y' }] }, { fields: [{ name: 'x' }] }]
    expect(changes(one, two)).toEqual(['fields.y: widens for the model, breaking for the producer'])
    expect(changes({ ...one, fieldsMatch: 'superset' }, { ...two, fieldsMatch: 'superset' })).toEqual([
      'fields.y: widens for the model, compatible for the producer',
    ])
    expect(changes({ ...one, fieldsMatch: 'partial' }, { ...two, fieldsMatch: 'partial' })).toEqual([
      'fields.y: compatible for the model, breaking for the producer',
    ])
  })
})

describe('what the model does not read', () => {
  const old = { fields: [{ name: 'y', type: 'string', constraints: { enum: ['a'] } }] }
  const now = { fields: [{ name: 'y', type: 'string', constraints: { enum: ['a', 'b'] } }] }

  it('a label with a new class breaks no model that is live', () => {
    expect(changes(old, now, ['y'])).toEqual([
      'fields.y.constraints.enum: widens for the model, compatible for the producer',
    ])
  })

  it('neither does what identifies a row', () => {
    expect(changes({ ...old, primaryKey: 'y' }, { ...now, primaryKey: 'y' })).toEqual([
      'fields.y.constraints.enum: widens for the model, compatible for the producer',
    ])
  })
})

it('counts texts of one column as missing against those of the table', () => {
  const [change] = diffContracts(
    contract({ fields: [{ name: 'x', type: 'string' }] }),
    contract({ fields: [{ name: 'x', type: 'string', missingValues: ['', '-'] }] }),
  )
  expect(change?.why).toBe('"-" counts as missing now, which the trained model took for a value or never saw')
})
