import { describe, expect, it } from 'vitest'
import { validate } from './validate.ts'

const penguins = {
  'train.csv': 'id,mass\n1,3\n2,-4\n',
  'islands.csv': 'name\nBiscoe\n',
  'data.package/datapackage.json': JSON.stringify(
    {
      resources: [
        { name: 'penguins', path: '../x.csv', schema: 'schemas/penguins.json' },
        { name: 'islands', path: 'islands.csv', schema: { fields: [{ name: 'name', type: 'string' }] } },
      ],
    },
    null,
    2,
  ),
  'data.package/schemas/penguins.json': `{
  "fields": [
    {"name": "id", "type": "integer"},
    {"name": "mass", "type": "number",
      "constraints": {"minimum": 0}}
  ]
}
`,
}

describe('data-validate', () => {
  it('holds each table to its resource of a Data Package, and points into the file of the schema', async () => {
    const { record, runner } = await validate({
      ...penguins,
      'modelassay.yml': `name: m
data:
  contract: data.package/datapackage.json
  tables:
    train: { path: train.csv, resource: penguins }
    islands: islands.csv
`,
    })
    expect(record).toMatchObject({
      verdict: 'invalid',
      counts: { error: 1, by_code: { 'constraint-error': 1 } },
      errors: [{ table: 'train', row: 2, field: 'mass', contract_line: 5 }],
    })
    expect(record.tables).toMatchObject([
      { contract: 'data.package/datapackage.json', contract_file: 'data.package/schemas/penguins.json' },
      { contract: 'data.package/datapackage.json', contract_file: 'data.package/datapackage.json' },
    ])
    expect(runner.annotations[0]?.message).toContain(
      'Asked for by data.package/schemas/penguins.json, line 5.',
    )
  })

  it('says which resources there are where none is meant', async () => {
    const { record, exitCode } = await validate({
      ...penguins,
      'modelassay.yml':
        'name: m\ndata: { contract: data.package/datapackage.json, tables: { train: train.csv } }\n',
    })
    expect(record).toMatchObject({
      verdict: 'error',
      error: { code: 'no-resource', file: 'data.package/datapackage.json', line: 2 },
    })
    expect(record.error?.hint).toContain('"penguins", "islands"')
    expect(exitCode).toBe(2)
  })

  it('holds a table to an Open Data Contract, its SQL included', async () => {
    const { record } = await validate({
      'train.csv': 'mass,id\n3,1\n4,1\n',
      'penguins.odcs.yaml': `apiVersion: v3.1.0
kind: DataContract
id: p
version: 1.0.0
schema:
  - name: penguins
    properties:
      - name: id
        logicalType: integer
        unique: true
      - name: mass
        logicalType: number
        quality:
          - type: sql
            query: SELECT max({property}) FROM {object}
            mustBeLessThan: 4
            description: No heavy ones
`,
      'modelassay.yml': 'name: m\ndata: { contract: penguins.odcs.yaml, tables: { train: train.csv } }\n',
    })
    expect(record.errors).toMatchObject([
      { message: expect.stringContaining('No heavy ones'), contract_line: 14 },
      { code: 'unique-error', field: 'id', row: 2, contract_line: 10 },
    ])
  })
})
