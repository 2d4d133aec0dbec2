import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { gateReport } from '../../../src/report/html/gate/gate-report.ts'
import { besides, richRecord } from './rich-record.ts'

const nasty = [
  '</script><script>alert(1)</script>',
  '--></style><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '&lt;script&gt;',
  '\u0000\u0007\u001b[31m',
  '\u202eevil\u2066\u200f',
  '\ud800 alone',
  '`${x}` | @everyone',
  'x'.repeat(10_000),
  '"'.repeat(10_000),
]

/** The report of a record in which every user's text is this one. */
const reportWith = (text: string): string => {
  const swapped = <T>(document: T) =>
    JSON.parse(JSON.stringify(document), (key, value: unknown) => {
      if (key === 'classes' && typeof (value as unknown[])[0] === 'string') return [text, text, text]
      return typeof value === 'string' && texts.has(key) ? text : value
    }) as T
  const { words, ...beside } = besides()
  const { file, root } = words!
  return gateReport({
    record: swapped(richRecord(3)),
    ...swapped(beside),
    words: { ...swapped({ file, root }), cut: false, images: new Map() },
    url: 'https://github.com/acme/penguins/actions/runs/1/attempts/1',
  })
}

const texts = new Set([
  'name',
  'reason',
  'explanation',
  'slice',
  'by',
  'id',
  'label',
  'before',
  'now',
  'description',
  'value',
  'message',
  'table',
  'field',
  'file',
  'run',
  'node',
  'depth',
  'version',
  'sha',
  'alt',
])

/** Control characters but the line breaks of the page itself, and marks that turn the direction of reading. */
const unseen = /(?!\n)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** The tags of a page with the names of their attributes, and nothing of what they say. */
const skeleton = (page: string) =>
  page
    .replace(/="[^"]*"/g, '=')
    .match(/<[^>]*>/g)
    ?.join('\n')

/** Any, and those that mean something to a page more often than others do. */
const character = fc.oneof(
  fc.constantFrom('<', '>', '&', '"', "'", '=', '/', '`', '\u202e', '\u0000'),
  fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
)

describe('words of the user in a report', () => {
  it('keep what they mean, show HTML as text and a link with its address, and bring in no image but those kept', () => {
    const page = gateReport({ record: richRecord(1), ...besides() })
    expect(page).toContain('img-src data:')
    expect(page).toContain('<strong>fewer</strong> columns')
    expect(page).toContain(
      'the notes (<a href="https://example.org/notes" rel="noreferrer">https://example.org/notes</a>)',
    )
    expect(page).toMatch(/<img src="data:image\/gif;base64,[^"]*" alt="the plot">/)
    expect(page).toContain('<em>gone (not kept)</em>')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).toContain('<code>indented\n  code</code>')
    expect(page.match(/<(script|img)\b/g)).toEqual(['<img', '<script'])
  })

  it('are not allowed images where none was kept', () => {
    expect(gateReport({ record: richRecord(1) })).not.toContain('img-src')
  })
})

describe('a report of hostile records', () => {
  const plain = skeleton(reportWith('plain'))

  it.each(nasty)('has the tags of any other, and shows the rest as text: %s', (text) => {
    const page = reportWith(text)
    expect(skeleton(page)).toBe(plain)
    expect(page).not.toMatch(unseen)
  })

  it('has so for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: character }), (text) => {
        expect(skeleton(reportWith(`a${text}`))).toBe(plain)
      }),
      { numRuns: 25 },
    )
  })

  it('is under 1 MB with 1,000 flipped rows, and with 1,000 of long names', () => {
    const long = richRecord(500)
    expect(Buffer.byteLength(gateReport({ record: long }))).toBeLessThan(1_000_000)
    const names = JSON.parse(JSON.stringify(long), (key, value: unknown) =>
      ['id', 'label', 'before', 'now'].includes(key) ? '"'.repeat(1000) : value,
    ) as EvaluateGateRecord
    const page = gateReport({ record: names })
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
    expect(page).toMatch(/[\d,]+ more rows are in the record/)
  })
})
