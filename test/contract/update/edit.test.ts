import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Edit, editText } from '../../../src/contract/update/edit.ts'
import { unifiedPatch } from '../../../src/contract/update/patch.ts'

const contract = `# what penguins are
fields:
  - name: species # of three
    type: string
    constraints:
      required: true
      enum: [Adelie, 'Gentoo'] # in the order of the field book
  # in grams
  - name: mass
    type: number
    constraints: { minimum: 0, maximum: 10 }
  - { name: sex, constraints: {} }
missingValues:
  - ""
  - NA # of R
# the end
`

const enumPath = ['fields', 0, 'constraints', 'enum']

it.each<[string, Edit, string, string]>([
  [
    'a flow list grows',
    { kind: 'append', path: enumPath, values: ['Emperor', 'no'] },
    "'Gentoo']",
    `'Gentoo', Emperor, "no"]`,
  ],
  [
    'a block list grows',
    { kind: 'append', path: ['missingValues'], values: ['-'] },
    '  - NA # of R\n',
    '  - NA # of R\n  - "-"\n',
  ],
  [
    'a value changes',
    { kind: 'set', path: ['fields', 1, 'constraints', 'maximum'], value: 12.5 },
    'maximum: 10 ',
    'maximum: 12.5 ',
  ],
  ['a list changes', { kind: 'set', path: enumPath, value: ['a'] }, "[Adelie, 'Gentoo']", '[a]'],
  [
    'a block map gets a key',
    { kind: 'set', path: ['fields', 0, 'constraints', 'unique'], value: true },
    '# in the order of the field book\n',
    '# in the order of the field book\n      unique: true\n',
  ],
  [
    'a flow map gets a key',
    { kind: 'set', path: ['fields', 1, 'constraints', 'required'], value: true },
    'maximum: 10 }',
    'maximum: 10, required: true }',
  ],
  [
    'an empty map gets a key',
    { kind: 'set', path: ['fields', 2, 'constraints', 'required'], value: true },
    'constraints: {} }',
    'constraints: { required: true } }',
  ],
  [
    'a map that is not there is made',
    { kind: 'set', path: ['checks', 'rows'], value: { min: 5 } },
    '  - NA # of R\n',
    '  - NA # of R\nchecks: { rows: { min: 5 } }\n',
  ],
  [
    'a line goes',
    { kind: 'remove', path: ['fields', 0, 'constraints', 'required'] },
    '      required: true\n',
    '',
  ],
  [
    'the first of a flow map goes',
    { kind: 'remove', path: ['fields', 1, 'constraints', 'minimum'] },
    '{ minimum: 0, ',
    '{ ',
  ],
  [
    'the last of a flow map goes',
    { kind: 'remove', path: ['fields', 1, 'constraints', 'maximum'] },
    ', maximum: 10 }',
    ' }',
  ],
  [
    'a list is taken out whole',
    { kind: 'remove', path: ['missingValues'] },
    'missingValues:\n  - ""\n  - NA # of R\n',
    '',
  ],
  [
    'an item goes between two',
    { kind: 'insert', path: ['fields'], at: 1, value: { name: 'x' }, lines: ['  # new', '  - name: x'] },
    'field book\n',
    'field book\n  # new\n  - name: x\n',
  ],
  [
    'an item goes before the first',
    { kind: 'insert', path: ['fields'], at: 0, value: { name: 'x' }, lines: ['  - name: x'] },
    'fields:\n',
    'fields:\n  - name: x\n',
  ],
])('%s, and nothing else', (_, edit, old, now) => {
  expect(contract).toContain(old)
  expect(editText(contract, edit)).toBe(contract.replace(old, () => now))
})

it('a map without its last key goes with it', () => {
  const text = 'a: 1\nfields:\n  - name: x\n    constraints:\n      required: true\n  - name: y\n'
  const edit: Edit = { kind: 'remove', path: ['fields', 0, 'constraints', 'required'] }
  expect(editText(text, edit)).toBe('a: 1\nfields:\n  - name: x\n  - name: y\n')
})

it.each([
  ['CRLF', contract.replaceAll('\n', '\r\n')],
  ['no last line end', contract.slice(0, contract.indexOf('\n# the end'))],
  [
    'lists without indentation',
    'fields:\n- name: species\n  constraints: { enum: [a] }\nmissingValues:\n- ""\n',
  ],
  ['JSON', '{"fields": [{"name": "species", "constraints": {"enum": ["a"]}}], "missingValues": [""]}'],
])('%s is kept', (_, text) => {
  const lines = ['  - name: x', '    type: any']
  const edits: Edit[] = [
    { kind: 'append', path: ['missingValues'], values: ['NA', 'nil'] },
    { kind: 'append', path: enumPath, values: ['b'] },
    { kind: 'set', path: ['fields', 0, 'constraints', 'unique'], value: true },
    { kind: 'insert', path: ['fields'], at: 1, value: { name: 'x', type: 'any' }, lines },
    { kind: 'remove', path: ['fields', 0, 'constraints', 'enum'] },
  ]
  let now = text
  for (const edit of edits) {
    const next = editText(now, edit)
    expect(next, JSON.stringify(edit)).toBeDefined()
    now = next!
  }
  expect(now.replaceAll('\r\n', '').includes('\n')).toBe(
    text.replaceAll('\r\n', '').includes('\n') && !text.includes('\r'),
  )
  if (text.startsWith('{')) expect(() => JSON.parse(now)).not.toThrow()
})

describe('what cannot be edited in its text is left alone', () => {
  it.each<[string, string, Edit]>([
    ['an alias', 'a: &l [1]\nb: *l\n', { kind: 'append', path: ['b'], values: [2] }],
    ['a shared list', 'a: &l [1]\nb: *l\n', { kind: 'append', path: ['a'], values: [2] }],
    ['merged keys', 'a: &m { x: 1 }\nb:\n  <<: *m\n', { kind: 'remove', path: ['b', 'x'] }],
    ['no list', 'a: 1\n', { kind: 'append', path: ['a'], values: [2] }],
    ['no such key', 'a: 1\n', { kind: 'remove', path: ['b'] }],
    ['a scalar', '1\n', { kind: 'set', path: ['a'], value: 1 }],
    ['an unreadable text', 'a: [\n', { kind: 'set', path: ['a'], value: 1 }],
  ])('%s', (_, text, edit) => {
    expect(editText(text, edit)).toBeUndefined()
  })
})

describe('a patch', () => {
  it('has three lines around what changed', () => {
    const before = Array.from({ length: 9 }, (_, i) => `${i}\n`).join('')
    expect(unifiedPatch(before, before.replace('4\n', 'x\ny\n'), 'a b.yml')).toBe(
      '--- "a/a b.yml"\n+++ "b/a b.yml"\n@@ -2,7 +2,8 @@\n 1\n 2\n 3\n-4\n+x\n+y\n 5\n 6\n 7\n',
    )
    expect(unifiedPatch(before, before, 'a')).toBe('')
  })

  it.each([
    ['a\nb\nc\n', 'a\nc\n'],
    ['a\nb', 'a\nb\nc\n'],
    ['a\nb\n', 'a\nb'],
    ['a\n', 'x\na\n'],
    ['a\r\nb\r\n', 'a\r\nx\r\nb\r\n'],
    ['a\na\na\na\n', 'a\na\na\n'],
    ['a\n', ''],
  ])('is one that git applies: %j to %j', (before, after) => {
    const folder = mkdtempSync(join(tmpdir(), 'modelassay-patch-'))
    writeFileSync(join(folder, 'c.yml'), before)
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: unifiedPatch(before, after, 'c.yml'),
      env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
    })
    expect(readFileSync(join(folder, 'c.yml'), 'utf8')).toBe(after)
  })
})
