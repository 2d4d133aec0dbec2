import { describe, expect, it } from 'vitest'
import { loadContract } from '../../../src/contract/load.ts'
import { field, head, load, refusal, yaml } from './open-data-contract.ts'

describe('an Open Data Contract', () => {
  it('is its properties, in any order and with others beside them', () => {
    const { contract } = load(
      yaml([
        '{ name: id, logicalType: integer, required: true, unique: true, primaryKey: true }',
        '{ name: mass, logicalType: number, logicalTypeOptions: { minimum: 0, maximum: 20 } }',
        '{ name: seen, logicalType: timestamp, businessName: First seen, description: When }',
      ]),
    )
    expect(contract).toMatchObject({
      fields: [
        { name: 'id', type: 'integer', constraints: { required: true, unique: true } },
        { name: 'mass', type: 'number', constraints: { minimum: 0, maximum: 20 } },
        { name: 'seen', type: 'datetime', title: 'First seen' },
      ],
      fieldsMatch: 'subset',
      primaryKey: ['id'],
    })
  })

  it('has its places where they are written', () => {
    const text = `${head}schema:
  - name: penguins
    properties:
      - name: mass
        logicalType: number
        required: true
        logicalTypeOptions:
          minimum: 0
        quality:
          - metric: duplicateValues
            mustBe: 0
`
    const { place } = load(text)
    const lineOf = (...path: (string | number)[]) => text.split('\n')[place(path).line! - 1]?.trim()
    expect(lineOf('fields', 0)).toBe('- name: mass')
    expect(lineOf('fields', 0, 'type')).toBe('logicalType: number')
    expect(lineOf('fields', 0, 'constraints', 'required')).toBe('required: true')
    expect(lineOf('fields', 0, 'constraints', 'minimum')).toBe('minimum: 0')
    expect(lineOf('fields', 0, 'constraints', 'unique')).toBe('- metric: duplicateValues')
    expect(lineOf('fields')).toBe('properties:')
  })

  it('is told by its name, or by its kind', () => {
    expect(loadContract(yaml(['{ name: x }']), 'contract.yml').contract.fieldsMatch).toBe('subset')
    expect(refusal('fields:\n  - name: x\n')).toContain('of the Open Data Contract Standard is not read')
  })

  it('orders the columns of its key by their position', () => {
    const key = (name: string, position: number) =>
      `{ name: ${name}, primaryKey: true, primaryKeyPosition: ${position} }`
    expect(load(yaml([key('a', 2), key('b', 1), '{ name: c }'])).contract.primaryKey).toEqual(['b', 'a'])
  })

  it('calls a column as the file does', () => {
    expect(field('{ name: body mass, physicalName: body_mass_g }')?.name).toBe('body_mass_g')
  })

  it('says nothing of the data by its owners, servers, prices and promises', () => {
    const rest = 'team: []\nservers: []\nprice: {}\nroles: []\nslaProperties: []\ntags: [a]\nsupport: []\n'
    expect(
      load(`${rest}${yaml(['{ name: x, classification: public, tags: [b] }'])}`).contract.fields,
    ).toHaveLength(1)
  })

  it('of several objects holds for a table by the one of its name', () => {
    const text = `${head}schema:\n  - { name: a, properties: [{ name: x }] }\n  - { name: b, physicalName: b.csv, properties: [{ name: y }] }\n`
    const names = (table: { name: string; path: string }) =>
      load(text, { table }).contract.fields.map(({ name }) => name)
    expect(names({ name: 'a', path: 'data/a.csv' })).toEqual(['x'])
    expect(names({ name: 'train', path: 'b.csv' })).toEqual(['y'])
    expect(refusal(text, { table: { name: 'train', path: 'train.csv' } })).toMatch(
      /^no-resource 6:1 .*2 tables/,
    )
  })
})

describe('relationships', () => {
  const text = (relationships: string, property = '') => `${head}schema:
  - name: birds
    relationships: [${relationships}]
    properties:
      - { name: island, physicalName: island_id${property} }
      - { name: mate }
      - { id: b, name: id }
  - name: islands
    properties: [{ name: id }, { name: country, physicalName: land }]
`
  const keys = (contract: string) =>
    load(contract, { table: { name: 'birds', path: 'birds.csv' } }).contract.foreignKeys

  it('are keys into another table, or into the same one', () => {
    expect(keys(text('', ', relationships: [{ to: islands.id, type: foreignKey }]'))).toEqual([
      { fields: ['island_id'], reference: { resource: 'islands', fields: ['id'] } },
    ])
    expect(keys(text('{ from: birds.mate, to: schema/birds/properties/b }'))).toEqual([
      { fields: ['mate'], reference: { fields: ['id'] } },
    ])
    expect(keys(text('{ from: [birds.island, birds.mate], to: [islands.id, islands.country] }'))).toEqual([
      { fields: ['island_id', 'mate'], reference: { resource: 'islands', fields: ['id', 'land'] } },
    ])
  })

  it.each([
    [
      '{ from: birds.mate, to: ships.id }',
      /relationships\[0\]\.to: "ships\.id" is no property of this contract/,
    ],
    ['{ from: islands.id, to: birds.id }', /relationships\[0\]\.from: this is of another object/],
    [
      '{ from: birds.mate, to: birds.id, type: contains }',
      /relationships\[0\]\.type: only relationships of type foreignKey/,
    ],
    [
      '{ from: birds.mate, to: [birds.id, islands.id] }',
      /relationships\[0\]\.to: must name properties of one object/,
    ],
  ])('%s is refused', (relationship, message) => {
    expect(refusal(text(relationship), { table: { name: 'birds', path: 'birds.csv' } })).toMatch(message)
  })
})
