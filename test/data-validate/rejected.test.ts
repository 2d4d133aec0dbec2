import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { literal } from '../../src/tables/quote.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'
import { validate } from './validate.ts'

const contract = `primaryKey: id
fields:
  - name: id
    type: integer
  - name: mass
    type: number
    constraints: { minimum: 0, maximum: 100 }
  - name: note
tolerance: { fields: { mass: { maximum: 0.5 } } }
`
const config = (path: string, more = '') =>
  `data:\n  contract: contract.yml\n  tables: { train: ${path} }\n${more}`

const csv = `id,mass,note
1,1,fine
2,-1,"=HYPERLINK(""http://example.org"",""x"")"
2,heavy,-5
4,101,tolerated
5,7
6,-2,"+1+1, ""quoted""
and a line"
`

/** The text of a file of the evidence, or nothing where the record has none of that name. */
async function kept({ record, runner }: Awaited<ReturnType<typeof validate>>, path: string) {
  if (!record.evidence?.some((file) => file.path === path)) return undefined
  return readFile(join([...runner.saved.values()][0]!, path), 'utf8')
}

describe('the rows at fault', () => {
  it('are kept with their place, all that is wrong in each, and their own cells', async () => {
    const ran = await validate({
      'modelassay.yml': config('t.csv', '  rejected_rows: true\n'),
      'contract.yml': contract,
      't.csv': csv,
    })
    expect(ran.record.rejected).toEqual([{ table: 'train', path: 'rejected-train.csv', rows: 4 }])
    expect(await kept(ran, 'rejected-train.csv')).toBe(
      [
        'file,line,row,faults,escaped,id,mass,note',
        't.csv,3,2,"whose mass is below 0 (constraint-error)",3,2,-1,"\'=HYPERLINK(""http://example.org"",""x"")"',
        't.csv,4,3,"whose mass is not a number (type-error); whose id is that of an earlier row (primary-key)",,2,heavy,-5',
        't.csv,6,5,"with fewer cells than the header has (missing-cell)",,5,7',
        't.csv,7,6,"whose mass is below 0 (constraint-error)",3,6,-2,"\'+1+1, ""quoted""\nand a line"',
        '',
      ].join('\r\n'),
    )
  })

  it('are found in lines of JSON and in several files, and by keys into other tables', async () => {
    const ran = await validate({
      'modelassay.yml':
        'data: { contract: contract.yml, tables: { "a b": "in/*.jsonl", other: { path: o.csv, contract: o.yml } } }\n',
      'contract.yml':
        'fields: [{ name: k }]\nforeignKeys: [{ fields: k, reference: { resource: other, fields: k } }]\n',
      'o.yml': 'fields: [{ name: k }]\n',
      'in/1.jsonl': '{"k":"x"}\n\n{"k":"gone"}\n',
      'in/2.jsonl': '{"k":"y"}\n{"k":"@lost"}\n',
      'o.csv': 'k\nx\ny\n',
    })
    expect(await kept(ran, 'rejected-_1.csv')).toBe(
      [
        'file,line,row,faults,escaped,k',
        'in/1.jsonl,2,2,"without any value (blank-row)",',
        'in/1.jsonl,3,3,"whose k is not in o.csv (foreign-key)",,gone',
        'in/2.jsonl,2,2,"whose k is not in o.csv (foreign-key)",1,"\'@lost"',
        '',
      ].join('\r\n'),
    )
  })

  it('are found in Parquet', async () => {
    const tables = await tablesForTests()
    const file = join(tables.engine.scratch, 't.parquet')
    await tables.engine.run(
      `COPY (SELECT * FROM (VALUES (1, 1.5, 'a'), (2, -1, NULL)) t(id, mass, note)) TO ${literal(file)} (FORMAT parquet)`,
    )
    tables.engine.close()
    const files = { 'modelassay.yml': config('t.parquet'), 'contract.yml': contract }
    const ran = await validate({ ...files, 't.parquet': await readFile(file) })
    expect((await kept(ran, 'rejected-train.csv'))?.split('\r\n')[1]).toBe(
      't.parquet,,2,"whose mass is below 0 (constraint-error)",,2,-1.0,',
    )
  })

  it('are kept only up to a limit, and this is said', async () => {
    const rows = Array.from({ length: 10_002 }, (_, i) => `${i},-1,x\n`).join('')
    const ran = await validate({
      'modelassay.yml': config('t.csv'),
      'contract.yml': contract,
      't.csv': `id,mass,note\n${rows}`,
    })
    expect(ran.record.rejected).toEqual([
      { table: 'train', path: 'rejected-train.csv', rows: 10_000, cut: true },
    ])
    expect(ran.runner.summaries.join('')).toContain('the first 10,000 rows at fault in `rejected-train.csv`')
  })

  it.each([
    ['nothing is at fault', config('t.csv'), 'id,mass,note\n1,1,x\n'],
    ['only what is tolerated is', config('t.csv'), 'id,mass,note\n1,101,x\n2,1,x\n'],
    ['the configuration says so', config('t.csv', '  rejected_rows: false\n'), csv],
  ])('are not kept where %s', async (_why, settings, data) => {
    const ran = await validate({ 'modelassay.yml': settings, 'contract.yml': contract, 't.csv': data })
    expect(ran.record.rejected).toBeUndefined()
    expect(await kept(ran, 'rejected-train.csv')).toBeUndefined()
  })
})
