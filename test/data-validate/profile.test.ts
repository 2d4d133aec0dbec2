import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { profileSchema } from '../../src/tables/profile/profile-schema.ts'
import { validate } from './validate.ts'

const files = {
  'train.csv': 'zip,mass,seen\n00501,3.5,2024-01-31\n10001,-,2024-02-01\nx,oops,\n',
  'live.csv': 'zip,mass,seen\n1,2,2024-01-31\n',
  'contract.yml': `fields:
  - {name: zip, type: string, missingValues: [x]}
  - {name: mass, type: number}
  - {name: seen, type: date}
missingValues: ['', '-']
`,
}
const config = (data: string) => ({
  ...files,
  'modelassay.yml': `name: m
data:
  contract: contract.yml
  tables: { train: train.csv, live: {path: live.csv, role: live} }
${data}`,
})

const profilesIn = (evidence: readonly { readonly path: string }[] = []) =>
  evidence.map(({ path }) => path).filter((path) => path.startsWith('profile-'))

describe('the profile of a table', () => {
  it('is evidence beside the record, of data that is at fault too, and reads columns as the contract does', async () => {
    const { record, runner } = await validate(config(''))
    expect(record).toMatchObject({ verdict: 'invalid', counts: { by_code: { 'type-error': 1 } } })
    expect(record.tables?.map(({ profile }) => profile)).toEqual(['profile-train.json', 'profile-live.json'])
    expect(profilesIn(record.evidence)).toEqual(['profile-live.json', 'profile-train.json'])
    const [folder] = [...runner.saved.values()]
    const text = await readFile(join(folder!, 'profile-train.json'), 'utf8')
    const { rows, columns } = profileSchema.parse(JSON.parse(text))
    expect(rows).toBe(3)
    expect(columns).toMatchObject([
      {
        name: 'zip',
        kind: 'categorical',
        count: 2,
        missing: 1,
        categories: [{ value: '00501' }, { value: '10001' }],
      },
      { name: 'mass', kind: 'numeric', count: 1, missing: 1, invalid: 1, mean: 3.5 },
      { name: 'seen', kind: 'categorical', missing: 1, time: { min: '2024-01-31', max: '2024-02-01' } },
    ])
  })

  it('is the same of a table that was shown to keep its contract without the engine', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => {
      const day = `2024-0${1 + (i % 9)}-1${i % 7}`
      return [
        i * 7,
        i % 11 ? ((i * 31) % 977) / 8 : '',
        i % 13 ? `user_${(i * 7919) % 3001}` : '',
        day,
        // so far apart that the engine puts them in order
        i * 350_000.125,
      ]
    })
    const contract = `fields:
  - {name: id, type: integer, constraints: {unique: true}}
  - {name: mass, type: number}
  - {name: user, type: string}
  - {name: seen, type: date}
  - {name: odd, type: number}
`
    const table = `id,mass,user,seen,odd\n${rows.map((row) => row.join(',')).join('\n')}\n`
    const profileOf = async (asked: string) => {
      const { record, runner } = await validate({
        'modelassay.yml': 'name: m\ndata: { contract: contract.yml, tables: { t: t.csv } }\n',
        'contract.yml': asked,
        't.csv': table,
      })
      expect(record).toMatchObject({ verdict: 'valid', tables: [{ rows: 3000, profile: 'profile-t.json' }] })
      const [folder] = [...runner.saved.values()]
      return profileSchema.parse(JSON.parse(await readFile(join(folder!, 'profile-t.json'), 'utf8')))
    }
    const proven = await profileOf(contract)
    // A key of its own is for the engine.
    expect(proven).toEqual(await profileOf(`${contract}uniqueKeys: [[id, user]]\n`))
    expect(proven.columns.map(({ kind, missing }) => [kind, missing])).toEqual([
      ['numeric', 0],
      ['numeric', 273],
      ['categorical', 231],
      ['categorical', 0],
      ['numeric', 0],
    ])
  })

  it('is not kept where nobody wants it, and the record is the same otherwise', async () => {
    const { record } = await validate(config('  profile: false\n'))
    const other = await validate(config(''))
    expect(profilesIn(record.evidence)).toEqual([])
    expect(record.counts).toEqual(other.record.counts)
    expect(record.tables?.every(({ profile }) => profile === undefined)).toBe(true)
  })

  it('of a table whose name is no name of a file is left out, and that is said', async () => {
    const { record, runner } = await validate({
      ...files,
      'modelassay.yml': 'name: m\ndata: { tables: { "a/b": live.csv } }\n',
    })
    expect(record).toMatchObject({ verdict: 'valid' })
    expect(profilesIn(record.evidence)).toEqual([])
    expect(runner.lines.join('\n')).toContain('No profile of the table a/b is kept')
  })

  it('of a table of a thousand columns has them all, in their order, each counted by itself', async () => {
    const names = Array.from({ length: 1001 }, (_, i) => `c${i}`)
    const { record, runner } = await validate({
      'wide.csv': `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n${names.map(() => 'x').join(',')}\n`,
      'modelassay.yml': 'name: m\ndata: { tables: { wide: wide.csv } }\n',
    })
    expect(profilesIn(record.evidence)).toEqual(['profile-wide.json'])
    const [folder] = [...runner.saved.values()]
    const text = await readFile(join(folder!, 'profile-wide.json'), 'utf8')
    const { columns } = profileSchema.parse(JSON.parse(text))
    expect(columns.map(({ name }) => name)).toEqual(names)
    expect(columns[900]).toMatchObject({
      categories: [
        { value: '900', count: 1 },
        { value: 'x', count: 1 },
      ],
    })
  })
})
