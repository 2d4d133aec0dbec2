import { describe, expect, it } from 'vitest'
import { checking, field } from './checking.ts'

const on = checking()
const { checked, faults } = on

describe('constraints', () => {
  it.each([
    [
      'required',
      'integer',
      '{ required: true }',
      ['1', ''],
      'constraint-error 2/3: "x" is missing, and is required',
    ],
    [
      'minimum',
      'integer',
      '{ minimum: 3 }',
      ['3', '2'],
      'constraint-error 2/3: "x" is "2"; the contract asks that it is at least 3',
    ],
    [
      'maximum',
      'number',
      '{ maximum: 0.3 }',
      ['0.3', '0.30000000000000004'],
      'constraint-error 2/3: "x" is "0.30000000000000004"; the contract asks that it is at most 0.3',
    ],
    [
      'maximum of a huge whole number',
      'integer',
      '{ maximum: 9007199254740991 }',
      ['9007199254740991', '9007199254740992'],
      'constraint-error 2/3: "x" is "9007199254740992"; the contract asks that it is at most 9007199254740991',
    ],
    [
      'maximum beyond 128 bits',
      'integer',
      '{ maximum: 5 }',
      ['5', '9'.repeat(50)],
      `constraint-error 2/3: "x" is "${'9'.repeat(50)}"; the contract asks that it is at most 5`,
    ],
    [
      'the least maximum beyond 128 bits',
      'integer',
      '{ maximum: "170141183460469231731687303715884105727" }',
      ['-170141183460469231731687303715884105729', '170141183460469231731687303715884105728'],
      'constraint-error 2/3: "x" is "170141183460469231731687303715884105728"; the contract asks that it is at most 170141183460469231731687303715884105727',
    ],
    [
      'minimum of a date',
      'date',
      '{ minimum: 2024-01-01 }',
      ['2024-01-01', '2023-12-31'],
      'constraint-error 2/3: "x" is "2023-12-31"; the contract asks that it is at least 2024-01-01',
    ],
    [
      'maximum of a datetime',
      'datetime',
      '{ maximum: "2024-01-01T00:00:00Z" }',
      ['2024-01-01T01:00:00+01:00', '2024-01-01T00:00:01Z'],
      'constraint-error 2/3: "x" is "2024-01-01T00:00:01Z"; the contract asks that it is at most 2024-01-01T00:00:00Z',
    ],
    [
      'minLength',
      'string',
      '{ minLength: 2 }',
      ['éé', 'é'],
      'constraint-error 2/3: "x" is "é"; the contract asks that it has at least 2 characters',
    ],
    [
      'maxLength',
      'string',
      '{ maxLength: 2 }',
      ['😀😀', 'abc'],
      'constraint-error 2/3: "x" is "abc"; the contract asks that it has at most 2 characters',
    ],
    [
      'pattern',
      'string',
      '{ pattern: "[A-Z]{2}\'?" }',
      ["AB'", 'xABx'],
      'constraint-error 2/3: "x" is "xABx"; the contract asks that it matches [A-Z]{2}\'?',
    ],
    [
      'enum of texts',
      'string',
      '{ enum: [a, "b\'"] }',
      ["b'", 'c'],
      'constraint-error 2/3: "x" is "c"; the contract asks that it is one of "a", "b\'"',
    ],
    [
      'enum of numbers',
      'integer',
      '{ enum: [1, 2] }',
      ['01', '3'],
      'constraint-error 2/3: "x" is "3"; the contract asks that it is one of 1, 2',
    ],
    [
      'enum of booleans',
      'boolean',
      '{ enum: [true] }',
      ['1', 'false'],
      'constraint-error 2/3: "x" is "false"; the contract asks that it is one of true',
    ],
    [
      'unique',
      'integer',
      '{ unique: true }',
      ['1', '01'],
      'unique-error 2/3: "x" is "01", as on line 2 already',
    ],
  ])('%s', async (_, type, constraints, cells, message) => {
    expect(
      await faults(field(type, constraints), `x,y\n${cells.map((cell) => `${cell},1\n`).join('')}`),
    ).toEqual([message])
  })

  it('a cell of the wrong type is asked nothing else', async () => {
    expect(await faults(field('integer', '{ minimum: 3, enum: [5] }'), 'x,y\nabc,1\n')).toEqual([
      'type-error 1/2: "x" is "abc", not a whole number',
    ])
  })

  it('whole numbers of any size repeat by their value', async () => {
    const cells = ['9007199254740992', '9007199254740993', '1', '1.0', '1e3', '1000']
    expect(await faults(field('number', '{ unique: true }'), `x\n${cells.join('\n')}\n`)).toEqual([
      'unique-error 4/5: "x" is "1.0", as on line 4 already',
      'unique-error 6/7: "x" is "1000", as on line 6 already',
    ])
    const long = '9'.repeat(50)
    expect(await faults(field('integer', '{ unique: true }'), `x\n${long}\n0${long}\n`)).toHaveLength(1)
    const ids = await on.tables.parquet(
      'SELECT (2::UBIGINT ** 63)::UBIGINT + i::UBIGINT AS x FROM range(3) t(i)',
    )
    expect(await faults(field('number', '{ unique: true }'), ids)).toEqual([])
  })

  it('missing cells are not repeats of each other', async () => {
    expect(await faults(field('string', '{ unique: true }'), 'x,y\n,1\n,2\n')).toEqual([])
  })

  it('a compound key may repeat in its parts, not as a whole, and no part may be missing', async () => {
    const contract = 'fields: [{ name: a }, { name: b, type: integer }]\nprimaryKey: [a, b]\n'
    const { errors, counts } = await checked(contract, 'a,b\nx,1\nx,2\ny,1\nx,01\n,3\n')
    expect(errors.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '5 "a", "b" is "x, 01", as on line 2 already',
      '6 the primary key "a", "b" has a missing part',
    ])
    expect(counts.by_code).toEqual({ 'primary-key': 2 })
  })
})
