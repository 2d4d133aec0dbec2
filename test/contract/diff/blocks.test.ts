import { describe, expect, it } from 'vitest'
import { diffContracts } from '../../../src/contract/diff/diff.ts'
import { changes, contract } from './changes.ts'

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
