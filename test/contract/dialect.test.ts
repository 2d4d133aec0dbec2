import { describe, expect, it } from 'vitest'
import { checkTable } from '../../src/contract/check.ts'
import { writtenAs } from '../../src/contract/dialect.ts'
import { loadContract } from '../../src/contract/load.ts'
import { locateTable } from '../../src/tables/locate.ts'
import { openLocated } from '../../src/tables/read.ts'
import { engineFor } from '../tables/engine-for-tests.ts'
import { folderOf } from '../tables/several-tables.ts'

const fields =
  'fields: [{name: id, type: integer}, {name: name, type: string, constraints: {maxLength: 4}}]\n'

/** The faults of a table under a contract, as lines. */
async function faults(contract: string, files: Record<string, string | Uint8Array>, path: string) {
  const loaded = loadContract(contract, 'contract.yml')
  const folder = folderOf(files)
  const located = await locateTable({ path, root: folder, workspace: folder })
  const engine = await engineFor(located.files.map(({ file }) => file))
  try {
    const table = await openLocated(engine, located, { writtenAs: writtenAs(loaded.contract) })
    const { errors } = await checkTable(engine, loaded, table, { name: 't' })
    return errors.map(({ code, file, line, message }) => `${file}:${line ?? ''} ${code}: ${message}`)
  } finally {
    engine.close()
  }
}

describe('a contract', () => {
  it('says how the table is written', async () => {
    const contract = `${fields}encoding: latin-1\ndialect: {delimiter: ";", commentChar: "#", quoteChar: "'"}\n`
    const text = "# export\nid;name\n1;'b\xf6; x'\n2;caf\xe9!\n"
    expect(await faults(contract, { 'a.csv': Buffer.from(text, 'latin1') }, 'a.csv')).toEqual([
      expect.stringMatching(/^a\.csv:3 constraint-error: .*maxLength|^a\.csv:3 constraint-error: /),
      expect.stringMatching(/^a\.csv:4 constraint-error: /),
    ])
  })

  it('names the columns where the table does not', async () => {
    const contract = `${fields}dialect: {header: false}\n`
    expect(await faults(contract, { 'a.csv': '1,ada\nx,bob\n3\n' }, 'a.csv')).toEqual([
      'a.csv:3 missing-cell: the row has 1 cell, the header 2',
      expect.stringMatching(/^a\.csv:2 type-error: /),
    ])
  })

  it.each([
    ['dialect: {delimiter: "||"}', 'must be one character, and no line end'],
    ['dialect: {delimiter: ";", commentChar: ";"}', 'is the same character as delimiter'],
    ['dialect: {quoteChar: ",", delimiter: ","}', 'is the same character as delimiter'],
    ['dialect: {headerRows: [1, 2]}', 'headerRows'],
    ['dialect: {nullSequence: NA}', 'nullSequence'],
    ['encoding: klingon', 'utf-8'],
  ])('is refused with %s', (key, message) => {
    expect(() => loadContract(`${fields}${key}\n`, 'contract.yml')).toThrow(message)
  })
})

describe('values of JSON', () => {
  it('are held to the type that they have there, and texts to what they say', async () => {
    const contract =
      'fieldsMatch: superset\nfields: [{name: i, type: integer}, {name: n, type: number}, {name: s, type: string}, {name: b, type: boolean}, {name: d, type: date}, {name: a, type: any}]\n'
    const right =
      '{"i":5,"n":1.5,"s":"x","b":true,"d":"2024-01-31","a":{"k":1}}\n{"i":"5","n":"1e3","s":"","b":"false","d":null,"a":[1]}\n{"i":9223372036854775808,"n":3}\n'
    expect(await faults(contract, { 'a.jsonl': right }, 'a.jsonl')).toEqual([])
    const wrong = [
      '{"i":true}',
      '{"n":false}',
      '{"s":5}',
      '{"b":1}',
      '{"d":20240131}',
      '{"s":{"k":1}}',
      '{"i":1.0}',
    ]
    expect(
      await faults(
        contract,
        { 'a.jsonl': `{"i":1,"n":1,"s":"x","b":true,"d":"2024-01-31"}\n${wrong.join('\n')}\n` },
        'a.jsonl',
      ),
    ).toEqual(
      [2, 8, 3, 4, 7, 5, 6].map((line) =>
        expect.stringMatching(new RegExp(`^a\\.jsonl:${line} type-error: `)),
      ),
    )
  })
})

describe('how texts are written', () => {
  it('says nothing of numbers and of true and false in JSON', async () => {
    const contract =
      'fields: [{name: b, type: boolean, trueValues: ["yes"], falseValues: ["no"]}, {name: n, type: number, decimalChar: ","}]\n'
    const right = '{"b":true,"n":1.5}\n{"b":"yes","n":"1,5"}\n{"b":false,"n":2}\n'
    expect(await faults(contract, { 'a.jsonl': right }, 'a.jsonl')).toEqual([])
    const wrong = '{"b":"true","n":"1.5"}\n{"b":1,"n":true}\n'
    expect(await faults(contract, { 'a.jsonl': wrong }, 'a.jsonl')).toHaveLength(4)
  })
})

describe('a table of several files', () => {
  it('has each fault at its own file and line', async () => {
    const contract = `${fields.replace('integer}', 'integer, constraints: {unique: true}}')}`
    const files = {
      'd/y=1/a.csv': 'id,name\n1,ada\nx,bob\n',
      'd/y=2/b.csv': 'id,name\n\n2,eve\n1,too long\n',
    }
    expect(await faults(`${contract}fieldsMatch: subset\n`, files, 'd/**/*.csv')).toEqual([
      'd/y=2/b.csv:2 blank-row: the row is blank',
      expect.stringMatching(/^d\/y=1\/a\.csv:3 type-error: /),
      expect.stringMatching(/^d\/y=2\/b\.csv:4 constraint-error: /),
      'd/y=2/b.csv:4 unique-error: "id" is "1", as on line 2 of d/y=1/a.csv already',
    ])
  })

  it('has the columns of its partitions, whose values are text in every format', async () => {
    const contract =
      'fields: [{name: id, type: integer}, {name: y, type: integer, constraints: {minimum: 2}}]\n'
    const files = { 'd/y=1/a.csv': 'id\n1\n', 'd/y=x/b.csv': 'id\n2\n' }
    expect(await faults(contract, files, 'd/*/*.csv')).toEqual([
      expect.stringMatching(/^d\/y=x\/b\.csv:2 type-error: /),
      expect.stringMatching(/^d\/y=1\/a\.csv:2 constraint-error: /),
    ])
  })
})
