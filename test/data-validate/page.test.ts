import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { blockPicture } from '../../src/report/faults/block-picture.ts'
import { validate } from './validate.ts'

const files = (rows: readonly string[], name = 'mass') => ({
  'modelassay.yml': 'name: birds\ndata:\n  contract: contract.yml\n  tables: { train: t.csv }\n',
  'contract.yml': JSON.stringify({
    fields: [{ name, type: 'number', constraints: { minimum: 0, maximum: 100 } }],
  }),
  't.csv': `"${name.replaceAll('"', '""')}"\n${rows.map((row) => `"${row.replaceAll('"', '""')}"\n`).join('')}`,
})

async function pageOf({ record, runner }: Awaited<ReturnType<typeof validate>>) {
  if (!record.evidence?.some(({ path }) => path === 'data.html')) return undefined
  return readFile(join([...runner.saved.values()][0]!, 'data.html'), 'utf8')
}

const hostile = `<script>alert(1)</script><img src=https://example.org/x onerror=a>"'&`

describe('the page of a validation', () => {
  it('says which rows are wrong and why, with a picture of the column', async () => {
    const ran = await validate(files(['1', '50', '99', '-5', '120', '130', 'x']))
    const page = await pageOf(ran)
    expect(page).toContain('<h2>1 row whose mass is below 0, at t.csv:5</h2>')
    expect(page).toContain('<h2>2 rows whose mass is above 100, first at t.csv:6</h2>')
    expect(page).toContain('constraint-error in table train, asked for by contract.yml:1')
    expect(page).toContain('<td class="place">t.csv:6</td><td><code>&quot;120&quot;</code></td>')
    expect(page).toContain('<rect class="allowed"')
  })

  it('lets hostile names and values through as text, asks the web for nothing, and runs nothing', async () => {
    const page = (await pageOf(await validate(files([hostile], hostile))))!
    expect(page).toContain('&lt;script&gt;alert(1)')
    expect(page).not.toMatch(/<(script|img|link|iframe|object|embed|base|form|a)\b/i)
    expect(page.replaceAll(/<(td|th|h2|p|code)[^<>]*>[^<]*/g, '')).not.toMatch(
      /\b(src|href|url|on\w+)\s*[=(]/i,
    )
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`)
  })

  it('is not there where nothing is wrong', async () => {
    expect(await pageOf(await validate(files(['1', '2'])))).toBeUndefined()
  })
})

describe('the picture of a column', () => {
  it('counts every number once, and apart what is not allowed', async () => {
    const { record } = await validate(files(['1', '50', '99', '100', '-5', '120', '130', 'x', '']))
    const [histogram] = record.histograms!
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    expect(histogram).toMatchObject({ table: 'train', field: 'mass', minimum: 0, maximum: 100 })
    const { counts, outside, below, above, low, high } = histogram!
    expect(sum(counts) + below + above).toBe(7)
    expect(sum(outside)).toBe(3)
    expect(counts).toHaveLength(20)
    expect([low, high]).toEqual([-5, 130])
  })

  it('stands in the summary with what is allowed in brackets', async () => {
    const { runner } = await validate(files(['1', '50', '99', '-5', '120', '130']))
    expect(runner.summaries.join('')).toMatch(/`[▁-█·]+\[[▁-█·]+\][▁-█·]+`/)
  })

  it.each([
    [{ counts: [0, 4, 8, 1], minimum: 2.5, maximum: 7.5 }, '·[▄█]▁'],
    [{ counts: [0, 4, 8, 1], minimum: 10 }, '·▄█▁['],
    [{ counts: [0, 4, 8, 1], maximum: 0 }, ']·▄█▁'],
    [{ counts: [1, 0, 0, 1000], below: 3, above: 1200 }, '3< ▁··█ >1,200'],
  ])('%j is %s', (histogram, picture) => {
    const given = { table: 't', field: 'x', low: 0, high: 10, outside: [0, 0, 0, 0], below: 0, above: 0 }
    expect(blockPicture({ ...given, ...histogram })).toBe(picture)
  })

  it('is drawn of columns whose numbers are all the same, too, and of none without numbers', async () => {
    const same = await validate(files(['-7', '-7']))
    expect(same.record.histograms?.[0]?.counts.reduce((a, b) => a + b)).toBe(2)
    const none = files(['x'])
    const { record } = await validate({
      ...none,
      'contract.yml': 'fields: [{ name: mass, type: number }]\n',
    })
    expect(record.histograms).toBeUndefined()
  })
})
