import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isRefused, yamlDocument, yamlValue } from '../../src/yaml/read-yaml.ts'

const most = 1_000_000
const read = (text: string) => yamlValue(text, { most })
const mistake = (text: string) => {
  try {
    read(text)
  } catch (error) {
    if (isRefused(error)) return error.message
    throw error
  }
  return undefined
}

/** A document that nests so deep, by each of the ways that YAML has. */
const ways: Readonly<Record<string, (depth: number) => string>> = {
  brackets: (depth) => '['.repeat(depth) + ']'.repeat(depth),
  'brackets that never close': (depth) => '['.repeat(depth),
  braces: (depth) => `${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`,
  'brackets and braces': (depth) => `${'[{a: '.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`,
  'a bracket a line': (depth) => '[\n'.repeat(depth) + ']\n'.repeat(depth),
  'lists on a line': (depth) => `${'- '.repeat(depth)}a`,
  'keys on a line': (depth) => `${'? '.repeat(depth)}a`,
  'values on a line': (depth) => `${': '.repeat(depth)}a`,
  indentation: (depth) => `${Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:`).join('\n')} 1`,
  'lists by indentation': (depth) =>
    `${Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}-`).join('\n')} 1`,
  'brackets behind anchors and tags': (depth) => '&a !!seq ['.repeat(depth) + ']'.repeat(depth),
}

describe('what nests deeper than anybody writes', () => {
  it.each(Object.keys(ways))('is refused, with its place and what to do: %s', (way) => {
    expect(mistake(ways[way]!(102))).toMatch(
      /^lists and maps nest deeper than 100 levels: write them .* at line \d+, column \d+$/,
    )
  })

  it.each(Object.keys(ways).filter((way) => !/indentation/.test(way)))(
    'ends no process, however deep: %s',
    (way) => {
      const depth = Math.floor(most / ways[way]!(2).length) * 2
      expect(mistake(ways[way]!(depth))).toContain('deeper than 100 levels')
    },
  )

  it('is refused behind what does not nest', () => {
    expect(mistake(`a: [1, 2]\nb:\n  c: ${'['.repeat(300)}\n`)).toMatch(/deeper .* at line 3, column \d+$/)
  })

  it('has nothing to be read', () => {
    const document = yamlDocument(`uses: ./a\nb: ${'['.repeat(300)}`, { most })
    expect(document.contents).toBeNull()
  })
})

describe('what nests no deeper', () => {
  const plain = Object.keys(ways).filter((way) => !/never close|keys on|values on/.test(way))

  it.each(plain)('is read, up to the bound: %s', (way) => {
    const text = ways[way]!(100)
    expect(read(text)).toEqual(parse(text))
  })

  it.each([
    ['brackets in a text in quotes', `a: "${'['.repeat(2000)}"`],
    ['brackets in a text over lines', `a: |\n${'  [[[[ {{{{\n'.repeat(2000)}`],
    ['brackets in plain text', `a: see ${'[ { '.repeat(2000)}`],
    ['brackets in a comment', `# ${'['.repeat(2000)}\na: 1`],
    [
      'deep indentation in a text',
      `a: |\n${Array.from({ length: 300 }, (_, i) => `  ${' '.repeat(i)}- x`).join('\n')}`,
    ],
    ['lists beside each other', `a: [${'[[1]], '.repeat(2000)}]`],
    ['maps beside each other', '- {a: {b: [1]}}\n'.repeat(2000)],
    ['dashes in text', `a: see ${'- '.repeat(2000)}b`],
    ['a template', 'a: {{ b }}\n'],
    ['a pair as a key', '[1, 2]: a\n'],
  ])('is read, whatever stands in it: %s', (_, text) => {
    expect(read(text)).toEqual(parse(text, { logLevel: 'error' }))
  })

  it('is read as ever: the files of this repository', () => {
    const top = join(import.meta.dirname, '../..')
    const files = globSync('{actions,examples,schema,.github}/**/*.{yml,yaml,json}', { cwd: top })
    expect(files.length).toBeGreaterThan(10)
    for (const file of files) {
      const text = readFileSync(join(top, file), 'utf8')
      expect(read(text), file).toEqual(parse(text))
    }
  })
})

describe('what else takes far more than is written', () => {
  it('is refused: more characters than its use has', () => {
    expect(() => yamlValue('a: "bcd"', { most: 7 })).toThrow(
      'it has 8 characters, and at most 7 are read: keep data elsewhere',
    )
    expect(yamlValue('a: "bcd"', { most: 8 })).toEqual({ a: 'bcd' })
  })

  it('is refused: aliases of aliases', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)
    expect(() => read(`a0: &a0 [1]\n${lines.join('\n')}`)).toThrow('alias')
  })

  it.each([
    ['a list in a list', '? - - 1\n: a'],
    ['brackets', `- {${'['.repeat(90)}${']'.repeat(90)}: a}`],
    ['pairs', `{${'[a: '.repeat(90)}${']'.repeat(90)}: 1}`],
  ])('is refused: keys of lists of lists: %s', (_, text) => {
    expect(mistake(text)).toContain('write keys as plain text')
  })
})

it('says where the first mistake is, and that one document is read', () => {
  expect(() => read('a: 1\nb: [')).toThrow(/ at line 2, column \d+$/)
  expect(() => read('a: 1\n---\nb: 1\n')).toThrow('it holds several documents, and one is read')
})
