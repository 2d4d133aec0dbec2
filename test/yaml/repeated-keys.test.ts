import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Composer, type Document, LineCounter, Parser, visit } from 'yaml'
import { yamlDocument } from '../../src/yaml/read-yaml.ts'

const most = 1_000_000
const errorsOf = ({ errors }: Document) =>
  errors.map(({ pos, code, message }) => `${pos[0]} ${code} ${message}`).sort()

const composed = (text: string, uniqueKeys: boolean) =>
  new Composer({ logLevel: 'error', uniqueKeys }).compose(new Parser().parse(text), true, text.length)

/** What the parser by itself finds. */
function byParser(text: string): string[] {
  const [document] = composed(text, true)
  return errorsOf(document!)
}

/** Keys that are lost in the plain value: a map of it has fewer members than stand in the file. */
function lost(text: string): number {
  const [document] = composed(text, false)
  let count = 0
  visit(document!, {
    Map: (_, map) => {
      count += map.items.length - Object.keys(map.toJS(document!) as object).length
    },
  })
  return count
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
  'true',
  "'true'",
  "''",
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
  it('are the mistakes that the parser finds, at the same places, and all others that lose a value', () => {
    fc.assert(
      fc.property(fc.oneof(flow.value.map(String), block), (text) => {
        const found = errorsOf(yamlDocument(text, { most }))
        expect(found).toEqual(expect.arrayContaining(byParser(text)))
        const others = found.filter((one) => !one.includes('DUPLICATE_KEY'))
        expect(others).toEqual(byParser(text).filter((one) => !one.includes('DUPLICATE_KEY')))
        if (others.length === 0) expect(found.length).toBe(lost(text))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['a number and a text', "1: a\n'1': b\n", 2],
    ['true and its text', "true: a\n'true': b\n", 2],
    ['nothing and an empty text', "~: a\n'': b\n", 2],
    ['a key and its alias', '&x a: 1\n*x : 2\n', 2],
    ['a key and an alias of another value', 'b: &x a\na: 1\n*x : 2\n', 3],
    ['two aliases', '- &x a\n- {*x : 1, *x : 2}\n', 2],
    ['an alias of what its anchor meant last', '- &x b\n- &x a\n- {a: 1, *x : 2}\n', 3],
    ['lists', '[a]: 1\n[a]: 2\n', 2],
  ])('are refused where they are %s: one of the values would be lost without a word', (_, text, line) => {
    const lines = new LineCounter()
    const { errors } = yamlDocument(text, { most, lines })
    expect(errors.map(({ code, pos }) => [code, lines.linePos(pos[0]).line])).toEqual([
      ['DUPLICATE_KEY', line],
    ])
  })

  it.each([
    "1: a\n'2': b\n",
    '- &x b\n- &x a\n- {b: 1, *x : 2}\n',
    '{a: 1}: x\n\'{"a":1}\': y\n',
    'a: {a: {a: 1}}\nb: [a, a]\n',
  ])('are none where each keeps its value: %j', (text) => {
    expect(yamlDocument(text, { most }).errors).toEqual([])
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
