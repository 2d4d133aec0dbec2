import { describe, expect, it } from 'vitest'
import type { ContractContext } from '../../../src/contract/formats/context.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { AssayError } from '../../../src/errors.ts'

const file = 'data/datapackage.json'
const text = (value: unknown) => JSON.stringify(value, null, 2)
const load = (value: unknown, context: ContractContext = {}) => loadContract(text(value), file, context)

/** What a user reads of a contract that is refused. */
function refusal(value: unknown, context: ContractContext = {}): string {
  try {
    load(value, context)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { place } = error
    return `${error.code} ${place.file}:${place.line}:${place.column} ${error.message} | ${error.hint}`
  }
  throw new Error('nothing was refused')
}

const schema = {
  fields: [
    { name: 'id', type: 'integer', constraints: { required: true } },
    { name: 'mass', type: 'number', constraints: { minimum: 0 }, title: 'Body mass' },
  ],
  primaryKey: ['id'],
}
const penguins = { name: 'penguins', path: 'penguins.csv', schema }
const packageOf = (...resources: unknown[]) => ({ name: 'antarctica', resources })

describe('a Data Package', () => {
  it('is the Table Schema of its resource, with places in the package', () => {
    const { contract, place, file: at } = load(packageOf(penguins))
    expect(contract).toMatchObject({
      fields: [
        { name: 'id', type: 'integer', constraints: { required: true } },
        { name: 'mass', type: 'number', constraints: { minimum: 0 } },
      ],
      fieldsMatch: 'exact',
      primaryKey: ['id'],
    })
    expect(at).toBe(file)
    const lines = text(packageOf(penguins)).split('\n')
    const { line } = place(['fields', 1, 'constraints', 'minimum'])
    expect(lines[line! - 1]).toContain('"minimum": 0')
  })

  it('may have comments and be YAML, which JSON is too', () => {
    const yaml = 'resources: # one\n  - name: a\n    path: a.csv\n    schema: { fields: [{ name: x }] }\n'
    expect(loadContract(yaml, 'datapackage.yaml').contract.fields).toMatchObject([{ name: 'x' }])
  })

  it('is told by what it holds where its name says nothing', () => {
    expect(loadContract(text(packageOf(penguins)), 'contract.json').contract.fields).toHaveLength(2)
  })

  it('of version 1 has texts where a field names no type, and one of version 2 anything', () => {
    const untyped = { name: 'a', path: 'a.csv', schema: { fields: [{ name: 'x' }] } }
    expect(load(packageOf(untyped)).contract.fields[0]?.type).toBe('string')
    const second = { ...packageOf(untyped), $schema: 'https://datapackage.org/profiles/2.0/datapackage.json' }
    expect(load(second).contract.fields[0]?.type).toBe('any')
  })

  it('may say how the header matches, as a word or as the published profile has it', () => {
    for (const fieldsMatch of ['subset', ['subset']]) {
      const resource = { ...penguins, schema: { ...schema, fieldsMatch } }
      expect(load(packageOf(resource)).contract.fieldsMatch).toBe('subset')
    }
  })

  it('is for people besides: who made it, under which licence, and where from', () => {
    const { contract } = load({
      ...packageOf({ ...penguins, mediatype: 'text/csv', sources: [], bytes: 12, encoding: 'UTF-8' }),
      title: 'T',
      licenses: [{ name: 'CC0-1.0' }],
      contributors: [{ title: 'K. Gorman' }],
      'dc:created': '2020',
      _cache: 1,
    })
    expect(contract.fields).toHaveLength(2)
  })
})

describe('of several resources', () => {
  const other = {
    name: 'islands',
    path: ['islands/a.csv', 'islands/b.csv'],
    schema: { fields: [{ name: 'x' }] },
  }
  const names = (context: ContractContext) =>
    load(packageOf(penguins, other), context).contract.fields.map(({ name }) => name)

  it.each([
    ['of its path', { name: 'train', path: 'data/penguins.csv' }, ['id', 'mass']],
    ['of one of its paths', { name: 'train', path: 'data/islands/b.csv' }, ['x']],
    ['of its name', { name: 'islands', path: 'elsewhere.csv' }, ['x']],
    ['of its path before its name', { name: 'islands', path: 'data/penguins.csv' }, ['id', 'mass']],
    ['that it names', { name: 'train', path: 'data/penguins.csv', resource: 'islands' }, ['x']],
  ])('a table has the one %s', (_, table, expected) => {
    expect(names({ table })).toEqual(expected)
  })

  it('none is guessed', () => {
    expect(refusal(packageOf(penguins, other), { table: { name: 'train', path: 'data/train.csv' } })).toBe(
      'no-resource data/datapackage.json:3:3 data/datapackage.json describes 2 tables, and none of them by the name or the path of "train" | Name the resource with data.tables.<table>.resource (in contract diff, with --table): "penguins", "islands".',
    )
    expect(
      refusal(packageOf(penguins, other), { table: { name: 't', path: 't.csv', resource: 'island' } }),
    ).toContain('has no resource "island"')
  })
})

describe('with a schema in a file of its own', () => {
  const resource = { ...penguins, schema: 'schemas/penguins.json' }
  const files = { 'schemas/penguins.json': '{\n  "fields": [\n    {"name": "id", "type": "integer"}\n  ]\n}' }

  it('is read from there, and its places are there', () => {
    const { contract, place, file: at } = load(packageOf(resource), { files })
    expect(contract.fields).toMatchObject([{ name: 'id', type: 'integer' }])
    expect(at).toBe('data/schemas/penguins.json')
    expect(place(['fields', 0])).toEqual({ file: 'data/schemas/penguins.json', line: 3, column: 5 })
  })

  it('has a digest over both files', () => {
    const changed = { 'schemas/penguins.json': '{"fields": [{"name": "id"}]}' }
    expect(load(packageOf(resource), { files }).digest).not.toBe(
      load(packageOf(resource), { files: changed }).digest,
    )
  })

  it('says which file is missing', () => {
    expect(refusal(packageOf(resource))).toContain(
      'reference-missing data/datapackage.json:7:7 data/datapackage.json refers to schemas/penguins.json, which cannot be read',
    )
  })

  it.each(['https://example.com/schema.json', '../schema.json', '/etc/passwd', 'a/../../b.json'])(
    'does not fetch %s',
    (path) => {
      expect(refusal(packageOf({ ...penguins, schema: path }), { files: { [path]: '{}' } })).toMatch(
        /^contract-unsupported .*resources\[0\]\.schema: a schema is read only from a file in the folder/,
      )
    },
  )

  it('explains a fault of that file there', () => {
    const wrong = { 'schemas/penguins.json': '{"fields": [{"name": "id", "type": "int"}]}' }
    expect(refusal(packageOf(resource), { files: wrong })).toMatch(
      /^wrong-value data\/schemas\/penguins\.json:1:28 fields\[0\]\.type: must be one of/,
    )
  })
})

describe('how a resource is read', () => {
  it('is what its dialect and encoding say', () => {
    const dialect = { delimiter: ';', csvddfVersion: 1.2, caseSensitiveHeader: false }
    const { contract, place } = load(packageOf({ ...penguins, dialect, encoding: 'ISO-8859-1' }))
    expect(contract).toMatchObject({ dialect: { delimiter: ';' }, encoding: 'iso-8859-1' })
    const lines = text(packageOf({ ...penguins, dialect, encoding: 'ISO-8859-1' })).split('\n')
    expect(lines[place(['dialect', 'delimiter']).line! - 1]).toContain('"delimiter": ";"')
  })

  it('says nothing where it says what is so anyhow', () => {
    const { contract } = load(packageOf({ ...penguins, dialect: { headerRows: [1] }, encoding: 'utf-8' }))
    expect(contract).not.toHaveProperty('dialect')
    expect(contract).not.toHaveProperty('encoding')
  })

  it.each([
    [{ dialect: { nullSequence: 'N' } }, /^unknown-key .*resources\[0\]\.dialect\.nullSequence/],
    [{ dialect: { delimitr: ';' } }, /resources\[0\]\.dialect\.delimitr \| Did you mean "delimiter"\?/],
    [
      { dialect: 'dialect.json' },
      /^contract-unsupported .*resources\[0\]\.dialect: a dialect in a file of its own/,
    ],
    [{ encoding: 'koi8-r' }, /^wrong-value .*resources\[0\]\.encoding: must be one of/],
  ])('is refused where it is not read in this way: %j', (resource, message) => {
    expect(refusal(packageOf({ ...penguins, ...resource }))).toMatch(message)
  })

  it('is refused in the package, where the schema has a file of its own', () => {
    const files = { 'schema.json': '{"fields": [{"name": "x"}]}' }
    const resource = { ...penguins, schema: 'schema.json', dialect: { delimiter: ';;' } }
    expect(refusal(packageOf(resource), { files })).toMatch(
      /^wrong-value data\/datapackage\.json:\d+:\d+ resources\[0\]\.dialect\.delimiter: must be one character/,
    )
  })
})

describe('what is refused, with its place', () => {
  it.each([
    [
      'a key that nobody knows',
      { ...packageOf(penguins), validate: true },
      /^unknown-key .* unknown key validate: whether it asks something of the data cannot be told/,
    ],
    [
      'a misspelt key of a resource',
      packageOf({ ...penguins, encodng: 'latin1' }),
      /unknown key resources\[0\]\.encodng.*Did you mean "encoding"\?/,
    ],
    [
      'a misspelt constraint',
      packageOf({ ...penguins, schema: { fields: [{ name: 'x', constraints: { minimun: 1 } }] } }),
      /^unknown-key data\/datapackage\.json:\d+:\d+ unknown key resources\[0\]\.schema\.fields\[0\]\.constraints\.minimun \| Did you mean "minimum"\?/,
    ],
    [
      'an unknown type',
      packageOf({ ...penguins, schema: { fields: [{ name: 'x', type: 'blob' }] } }),
      /^wrong-value .* resources\[0\]\.schema\.fields\[0\]\.type: must be one of/,
    ],
    [
      'fields that are missing',
      packageOf({ ...penguins, schema: {} }),
      /^missing-key .* resources\[0\]\.schema\.fields: is missing/,
    ],
    [
      'a resource without a schema',
      packageOf({ name: 'a', path: 'a.csv' }),
      /resources\[0\]: the resource has no schema/,
    ],
    ['data inside of the package', packageOf({ ...penguins, data: [] }), /unknown key resources\[0\]\.data/],
    ['no resources', { ...packageOf() }, /describes no table/],
    ['resources that are none', { resources: ['a'] }, /resources\[0\]: must be a map of keys/],
  ])('%s', (_, value, message) => {
    expect(refusal(value)).toMatch(message)
  })

  it('a key that is there twice, at its line', () => {
    expect(() => loadContract('{"resources": [],\n "resources": []}', file)).toThrow(
      /Map keys must be unique/,
    )
  })
})

it('tells all that is not read in a Data Package at once', () => {
  const asked = {
    resources: [{ name: 'p', path: 'p.csv', odd: 1, strange: 2, dialect: 'dialect.json' }],
    more: 1,
  }
  const told = () => {
    try {
      load(asked)
    } catch (error) {
      const { code, others } = error as AssayError
      return [code, ...others.map((one) => one.code)].sort()
    }
    throw new Error('nothing was refused')
  }
  expect(told()).toEqual([
    'contract-unsupported',
    'contract-unsupported',
    'unknown-key',
    'unknown-key',
    'unknown-key',
  ])
})
