import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { actionFiles, planted, read, root, source } from './files.ts'
import { yamlSnippets } from './snippets.ts'
import { ran, zizmor } from './tools.ts'

const program = zizmor()
const options = ['--offline', '--no-progress', '--persona=pedantic', '--min-severity=low']
const examples = ['examples/penguins', 'examples/penguins-sklearn']

let scratch: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'zizmor-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe.skipIf(!program)('zizmor', () => {
  test.each(['.', ...examples])('has nothing to say about %s under its own policy', (repository) => {
    const { ok, said } = ran(program!, [...options, '.'], join(root, repository))
    expect(said).toContain('No findings to report')
    expect(ok).toBe(true)
  })

  test('reads the actions too', () => {
    const { said } = ran(program!, [...options, '.'])
    for (const file of actionFiles()) expect(said).toContain(`completed ./${file}`)
  })

  test.each([
    [
      'examples/penguins',
      '.github/workflows/model.yml',
      /actions\/checkout@\S+ # \S+/,
      'actions/checkout@v7',
    ],
    ['actions/train', 'action.yml', /actions\/github-script@\S+ # \S+/, 'actions/github-script@v8'],
  ])('finds in %s an action of others that is not pinned by its hash', (folder, file, pin, loose) => {
    const copy = mkdtempSync(join(scratch, 'copy-'))
    cpSync(join(root, folder), copy, { recursive: true })
    const right = source(join(folder, file))
    writeFileSync(join(copy, file), planted(right, right.text.match(pin)?.[0] ?? '', loose).text)
    const { ok, said } = ran(program!, [...options, '.'], copy)
    expect(ok).toBe(false)
    expect(said).toContain('unpinned-uses')
  })
})

test('the policy of the examples is the one that this repository holds itself to', () => {
  for (const example of examples) expect(read(`${example}/.github/zizmor.yml`)).toBe(read('zizmor.yml'))
})

test('and the one that the README shows', () => {
  const shown = yamlSnippets(source('README.md')).map(({ text }) => parse(text))
  expect(shown.filter((value) => 'rules' in value)).toEqual([parse(read('zizmor.yml'))])
})
