import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffContracts } from '../../../src/contract/diff/diff.ts'
import { loadContract } from '../../../src/contract/load.ts'

const contract = (value: unknown) => loadContract(JSON.stringify(value), 'contract.yml').contract

/** Changes between two contracts, without the sentences. */
const changes = (old: unknown, now: unknown, labels: readonly string[] = []) =>
  diffContracts(contract(old), contract(now), { labels, ids: [] }).map(
    ({ path, model, producer }) => `${path}: ${model} for the model, ${producer} for the producer`,
  )

const ofField = (old: object, now: object) =>
  changes({ fields: [{ name: 'x', ...old }] }, { fields: [{ name: 'x', ...now }] })
const number = (constraints: object) => ({ type: 'number', constraints })
const string = (constraints: object) => ({ type: 'string', constraints })

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

describe('blocks of the suite', () => {
  const fields = [
    { name: 'id', type: 'integer' },
    { name: 'x', type: 'integer', constraints: { minimum: 0 } },
  ]
  const table = { fields, primaryKey: 'id', uniqueKeys: [['id']] }

  it.each([
    [
      'rows that may fail',
      'tolerance',
      {},
      { fields: { x: { type: 0.1 } } },
      'fields.x.type: breaking',
      'compatible',
    ],
    [
      'more rows that may fail',
      'tolerance',
      { fields: { x: { type: 0.1 } } },
      { fields: { x: { type: 0.2 } } },
      'fields.x.type: widens',
      'compatible',
    ],
    ['fewer', 'tolerance', { fields: { x: { type: 0.1 } } }, {}, 'fields.x.type: compatible', 'breaking'],
    ['keys that may repeat', 'tolerance', {}, { primaryKey: 0.1 }, 'primaryKey: widens', 'compatible'],
    [
      'a warning',
      'severity',
      {},
      { fields: { x: { minimum: 'warning' } } },
      'fields.x.minimum: breaking',
      'compatible',
    ],
    [
      'an error',
      'severity',
      { fields: { id: { type: 'warning' } } },
      {},
      'fields.id.type: compatible',
      'breaking',
    ],
    ['a header that warns', 'severity', {}, { labels: 'warning' }, 'labels: breaking', 'compatible'],
    [
      'a column that is lacking live',
      'environments',
      {},
      { serving: { absent: ['x'] } },
      'serving.absent: breaking',
      'compatible',
    ],
    [
      'an id that is lacking live',
      'environments',
      {},
      { serving: { absent: ['id'] } },
      'serving.absent: widens',
      'compatible',
    ],
    [
      'a column that is back',
      'environments',
      { serving: { absent: ['x'] } },
      {},
      'serving.absent: compatible',
      'breaking',
    ],
  ])('%s', (_, block, old, now, model, producer) => {
    expect(changes({ ...table, [block]: old }, { ...table, [block]: now })).toEqual([
      `${block}.${model} for the model, ${producer} for the producer`,
    ])
  })

  it('what live data lack, the model does not read', () => {
    const environments = { serving: { absent: ['x'] } }
    const wider = { ...table, environments, fields: [fields[0], { name: 'x', type: 'integer' }] }
    expect(changes({ ...table, environments }, wider)).toEqual([
      'fields.x.constraints.minimum: widens for the model, compatible for the producer',
    ])
  })

  it.each([
    [
      'a unique key',
      { uniqueKeys: [['x']] },
      'uniqueKeys: compatible for the model, breaking for the producer',
    ],
    [
      'a key into another table',
      { foreignKeys: [{ fields: ['x'], reference: { resource: 't', fields: ['id'] } }] },
      'foreignKeys: compatible for the model, breaking for the producer',
    ],
    [
      'another encoding',
      { encoding: 'latin1' },
      'encoding: breaking for the model, breaking for the producer',
    ],
  ])('%s', (_, now, expected) => {
    const [found] = changes({ fields }, { fields, ...now })
    expect(found).toBe(expected)
  })

  it('a key into another table that is gone lets in values that the model never saw', () => {
    const key = { foreignKeys: [{ fields: ['x'], reference: { resource: 't', fields: ['id'] } }] }
    expect(changes({ fields, ...key }, { fields })).toEqual([
      'foreignKeys: breaking for the model, compatible for the producer',
    ])
  })
})

describe('checks of the whole table', () => {
  const fields = [{ name: 'x', type: 'integer' }]
  const checksOf = (checks: object) => ({ fields, checks })
  const mean = (max: number, more: object = {}) => checksOf({ columns: { x: { mean: { max, ...more } } } })
  const sum = (sql: string, more: object = {}) => ({ name: 'total', sql, max: 5, ...more })

  it.each([
    ['a larger mean', mean(5), mean(6), 'columns.x.mean.max: widens', 'compatible'],
    ['a smaller mean', mean(5), mean(4), 'columns.x.mean.max: compatible', 'breaking'],
    ['a warning', mean(5), mean(5, { severity: 'warning' }), 'columns.x.mean.severity: widens', 'compatible'],
    ['no bound', mean(5), mean(5, { min: 1 }), 'columns.x.mean.min: compatible', 'breaking'],
    [
      'an aggregate that is gone',
      checksOf({ aggregates: [sum('sum(x)')] }),
      checksOf({}),
      'aggregates.total: widens',
      'compatible',
    ],
    [
      'another aggregate of that name',
      checksOf({ aggregates: [sum('sum(x)')] }),
      checksOf({ aggregates: [sum('avg(x)')] }),
      'aggregates.total.sql: widens',
      'breaking',
    ],
    [
      'a condition that more rows may break',
      checksOf({ conditions: [{ name: 'c', sql: 'x > 0' }] }),
      checksOf({ conditions: [{ name: 'c', sql: 'x > 0', tolerance: 0.1 }] }),
      'conditions.c.tolerance: widens',
      'compatible',
    ],
  ])('%s', (_, old, now, model, producer) => {
    expect(changes(old, now)).toContain(`checks.${model} for the model, ${producer} for the producer`)
  })

  it('that come or go are one change each, without what nobody wrote', () => {
    const dated = [...fields, { name: 'd', type: 'date' }]
    const checks = {
      rows: { min: 5 },
      columns: {
        d: { ordered: {}, gaps: { step: '1d', max: 2 }, fresh: { max_age: '3d', severity: 'warning' } },
      },
      conditions: [{ name: 'c', sql: 'x > 0' }],
      aggregates: [sum('sum(x)')],
    }
    const parsed = contract({ fields: dated, checks })
    const written = (now: ReturnType<typeof contract>, old: ReturnType<typeof contract>) =>
      diffContracts(old, now).map(({ path, old: was, new: is }) => [path, was ?? is])
    const expected = [
      ['checks.rows.min', 5],
      ['checks.columns.d.ordered', {}],
      ['checks.columns.d.gaps', { step: '1d', max: 2 }],
      ['checks.columns.d.fresh', { max_age: '3d', severity: 'warning' }],
      ['checks.conditions.c.sql', 'x > 0'],
      ['checks.aggregates.total', { sql: 'sum(x)', max: 5 }],
    ]
    const bare = contract({ fields: dated })
    expect(new Map(written(parsed, bare) as [string, unknown][])).toEqual(
      new Map(expected as [string, unknown][]),
    )
    expect(written(bare, parsed)).toHaveLength(expected.length)
  })
})

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

it('counts texts of one column as missing against those of the table', () => {
  const [change] = diffContracts(
    contract({ fields: [{ name: 'x', type: 'string' }] }),
    contract({ fields: [{ name: 'x', type: 'string', missingValues: ['', '-'] }] }),
  )
  expect(change?.why).toBe('"-" counts as missing now, which the trained model took for a value or never saw')
})

it('says what was, what is, and why', () => {
  const [change] = diffContracts(
    contract({ fields: [{ name: 'island', type: 'string', constraints: { enum: ['Biscoe'] } }] }),
    contract({ fields: [{ name: 'island', type: 'string', constraints: { enum: ['Biscoe', 'Dream'] } }] }),
  )
  expect(change).toEqual({
    path: 'fields.island.constraints.enum',
    field: 'island',
    old: ['Biscoe'],
    new: ['Biscoe', 'Dream'],
    model: 'breaking',
    producer: 'compatible',
    why: '"Dream" is new: the trained model never saw it',
  })
})

it('a contract does not differ from itself', () => {
  const same = { fields: [{ name: 'x', type: 'integer', constraints: { minimum: 1 } }], primaryKey: 'x' }
  expect(changes(same, { ...same, fieldsMatch: 'exact' })).toEqual([])
})

/** Constraints of a column of small whole numbers, and whether they allow a value; `undefined` is a missing cell. */
const constraints = fc.record(
  {
    required: fc.boolean(),
    minimum: fc.integer({ min: 0, max: 3 }),
    maximum: fc.integer({ min: 3, max: 6 }),
    enum: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: [] },
)
type Constraints = { required?: boolean; minimum?: number; maximum?: number; enum?: number[] }
const allows = (of: Constraints, value: number | undefined) =>
  value === undefined
    ? of.required !== true
    : value >= (of.minimum ?? 0) && value <= (of.maximum ?? 6) && (of.enum ?? [value]).includes(value)

it('no value becomes valid or invalid that no change speaks of', () => {
  const values = [undefined, 0, 1, 2, 3, 4, 5, 6]
  fc.assert(
    fc.property(constraints, constraints, (old, now) => {
      const column = (of: object) => contract({ fields: [{ name: 'x', type: 'integer', constraints: of }] })
      const found = diffContracts(column(old), column(now))
      const appears = values.some((value) => allows(now, value) && !allows(old, value))
      const fails = values.some((value) => allows(old, value) && !allows(now, value))
      if (appears) expect(found.some(({ model }) => model === 'breaking')).toBe(true)
      if (fails) expect(found.some(({ producer }) => producer === 'breaking')).toBe(true)
    }),
  )
})
