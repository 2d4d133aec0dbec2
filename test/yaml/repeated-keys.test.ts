import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Composer, type Document, Parser } from 'yaml'
import { yamlDocument } from '../../src/yaml/read-yaml.ts'

const most = 1_000_000
const errorsOf = ({ errors }: Document) =>
  errors.map(({ pos, code, message }) => `${pos[0]} ${code} ${message}`).sort()

/** What the parser by itself finds. */
function byParser(text: string): string[] {
  const [document] = new Composer({ logLevel: 'error' }).compose(new Parser().parse(text), true, text.length)
  return errorsOf(document!)
}

const key = fc.constantFrom(
  'a',
  '"a"',
  "'a'",
  '1',
  '01',
  '"1"',
  '.nan',
  'null',
  '~',
  '!!str 1',
  '&x a',
  '{a: 1}',
)
const flow = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom('1', 'x'), tie('map'), tie('list')),
  map: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map((pairs) => `{${pairs.map(([name, value]) => `${name} : ${value}`).join(', ')}}`),
  list: fc
    .array(
      fc.oneof(
        tie('value'),
        key.map((name) => `${name} : 1`),
      ),
      { maxLength: 3 },
    )
    .map((items) => `[${items.join(', ')}]`),
}))
const block = fc
  .array(fc.tuple(fc.boolean(), key, flow.value), { minLength: 1, maxLength: 6 })
  .map((pairs) =>
    pairs
      .map(([asked, name, value]) => `${asked ? '? ' : ''}${name}${asked ? '\n' : ' '}: ${value}`)
      .join('\n'),
  )

describe('keys that stand in a map twice', () => {
  it('are the mistakes that the parser finds, at the same places', () => {
    fc.assert(
      fc.property(fc.oneof(flow.value.map(String), block), (text) => {
        expect(errorsOf(yamlDocument(text, { most }))).toEqual(byParser(text))
      }),
      { numRuns: 500 },
    )
  })

  it('are told in the order of the file, among what else is wrong', () => {
    const { errors } = yamlDocument('a: 1\na: 2\nb: [\n', { most })
    expect(errors.map(({ code }) => code)).toEqual(['DUPLICATE_KEY', 'BAD_INDENT'])
    expect(yamlDocument('a: 1\na: 2\n', { most, uniqueKeys: false }).errors).toEqual([])
  })

  it('are looked for once, and not beside each key', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join('')
    expect(yamlDocument(`${text}k7: 1`, { most }).errors).toMatchObject([{ code: 'DUPLICATE_KEY' }])
  })
})
