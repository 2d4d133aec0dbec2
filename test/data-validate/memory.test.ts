import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordOf } from '../../src/record/record.ts'
import { type Workplace, withCommand, workplace } from '../cli/command.ts'

/** Megabytes that the whole process may ever hold, the engine's two threads included. */
const bound = 600

const contract = `fields:
  - { name: id, type: integer, constraints: { required: true, minimum: 0 } }
  - { name: note, type: string }
`

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace({ 'contract.yml': contract })
})
afterAll(() => place.remove())

/** Runs data-validate as a process of its own, which tells its peak memory as it ends. */
async function validated(file: string, content: Iterable<string | Uint8Array>, contract = 'contract.yml') {
  const peak = join(place.folder, 'peak.txt')
  await pipeline(content, createWriteStream(join(place.folder, file)))
  await writeFile(
    join(place.folder, 'peak.mjs'),
    `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)))
`,
  )
  const env = { NODE_OPTIONS: `--import=${join(place.folder, 'peak.mjs')}` }
  const { ran, record } = await place.json(['data-validate', '--data', file, '--contract', contract], {
    env,
  })
  const megabytes = Number(await readFile(peak, 'utf8')) / 1024
  expect(megabytes).toBeGreaterThan(30)
  return { code: ran.code, megabytes, record: record as RecordOf<'data-validate'> }
}

function* repeated(text: string, times: number, before = '', after = '') {
  yield before
  const many = text.repeat(1000)
  for (let i = 0; i < times; i += 1000) yield many
  yield after
}

describe('memory stays flat, and every fault is counted, in', () => {
  it('a cell of 10 MB', async () => {
    const cell = 'x'.repeat(10_000_000)
    const ended = await validated('cell.csv', [`id,note\n1,${cell}\n2,"${cell}"\ny,a\n`])
    expect(ended).toMatchObject({
      code: 1,
      record: { verdict: 'invalid', errors: [{ code: 'type-error', line: 4, field: 'id' }] },
    })
    expect(ended.megabytes).toBeLessThan(bound)
  })

  it('a line of 200 MB', async () => {
    const ended = await validated('line.csv', repeated('x'.repeat(100), 2_000_000, 'id,note\n1,"', '"\n'))
    expect(ended).toMatchObject({ code: 2, record: { verdict: 'error', error: { code: 'record-too-long' } } })
    expect(ended.megabytes).toBeLessThan(bound)
  })

  it('rows that a quote of another dialect turns into one cell', async () => {
    await writeFile(join(place.folder, 'quotes.yml'), `dialect: { quoteChar: "'" }\n${contract}`)
    const table = repeated('1,2\n', 17_000_000, "id,note\n'")
    const ended = await validated('quotes.csv', table, 'quotes.yml')
    expect(ended).toMatchObject({ code: 2, record: { verdict: 'error', error: { code: 'record-too-long' } } })
    expect(ended.megabytes).toBeLessThan(bound)
  })

  it('5 million empty lines', async () => {
    const ended = await validated('empty.csv', repeated('\n', 5_000_000, 'id,note\n1,a\n', '2,b\n'))
    expect(ended).toMatchObject({ code: 1, record: { counts: { by_code: { 'blank-row': 5_000_000 } } } })
    expect(ended.megabytes).toBeLessThan(bound)
  })

  it('half a million rows of another length, and as many wrong cells', async () => {
    const ended = await validated('ragged.csv', repeated('1\nx,a\n', 500_000, 'id,note\n'))
    expect(ended).toMatchObject({
      code: 1,
      record: { counts: { by_code: { 'missing-cell': 500_000, 'type-error': 500_000 } } },
    })
    expect(ended.megabytes).toBeLessThan(bound)
  })

  it('ten thousand columns, of which the contract names some, and the profile all', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`)
    const row = (last: string) => [...names.slice(1).map((_, i) => i), last].join(',')
    const fields = ['c0', 'c5000', 'c9999'].map((name) => `  - { name: ${name}, type: integer }\n`)
    await writeFile(join(place.folder, 'wide.yml'), `fieldsMatch: subset\nfields:\n${fields.join('')}`)
    const table = [`${names.join(',')}\n`, `${row('1')}\n`, `${row('one')}\n`]
    const ended = await validated('wide.csv', table, 'wide.yml')
    expect(ended).toMatchObject({
      code: 1,
      record: {
        errors: [{ code: 'type-error', line: 3, field: 'c9999', column: 10_000 }],
        tables: [{ profile: expect.stringMatching(/^profile-/) }],
      },
    })
    // The plan of a statement takes some 40 kB a column, however many the rows.
    expect(ended.megabytes).toBeLessThan(2 * bound)
  }, 180_000)

  it('an archive of a megabyte that would become more than a gigabyte', async () => {
    const member = gzipSync('1,a\n'.repeat(4_000_000))
    const ended = await validated('bomb.csv.gz', [
      gzipSync('id,note\n'),
      ...Array.from({ length: 80 }, () => member),
    ])
    expect(ended).toMatchObject({ code: 2, record: { error: { code: 'archive-too-large' } } })
    expect(ended.megabytes).toBeLessThan(bound)
  })
})
