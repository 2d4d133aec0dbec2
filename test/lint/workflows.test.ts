import { expect, test } from 'vitest'
import { parseDocument, visit } from 'yaml'
import { actionFiles, planted, type Source, source, workflowFiles } from './files.ts'
import { shownWorkflows, yamlSnippets } from './snippets.ts'

const actions = [
  'data-validate',
  'deploy-model',
  'drift-check',
  'evaluate-gate',
  'plan',
  'post-feedback',
  'register-model',
  'train',
]

test('there are files to check: a pattern that finds nothing would pass everything', () => {
  expect(workflowFiles()).toEqual([
    '.github/workflows/ci.yml',
    '.github/workflows/release.yml',
    'examples/penguins-sklearn/.github/workflows/drift.yml',
    'examples/penguins-sklearn/.github/workflows/feedback.yml',
    'examples/penguins-sklearn/.github/workflows/model.yml',
    'examples/penguins-sklearn/.github/workflows/rollback.yml',
    'examples/penguins/.github/workflows/drift.yml',
    'examples/penguins/.github/workflows/feedback.yml',
    'examples/penguins/.github/workflows/model.yml',
    'examples/penguins/.github/workflows/rollback.yml',
  ])
  expect(actionFiles()).toEqual(actions.map((name) => `actions/${name}/action.yml`))
})

test('and workflows and steps on pages', () => {
  expect(shownWorkflows().map(({ file }) => file)).toEqual([
    'README.md',
    'README.md',
    ...actions.map((name) => `actions/${name}/README.md`),
    'actions/train/README.md',
  ])
})

test('a snippet is at the lines of its page', () => {
  const page = { file: 'page.md', text: 'Use it:\n\n```yaml\n- uses: one\n```\n\n```yml\ntwo: 2\n```\n' }
  expect(yamlSnippets(page).map(({ text }) => text)).toEqual([
    '\n\n\n- uses: one\n',
    '\n\n\n\n\n\n\ntwo: 2\n',
  ])
  for (const { file, text } of shownWorkflows()) {
    const lines = source(file).text.split('\n')
    const used = text.split('\n').findIndex((line) => line.includes('uses:'))
    expect(text.split('\n')[used]?.trim()).toBe(lines[used]?.trim())
  }
})

/** Actions that are named at more than one commit or tag, with those. */
function disagreeing(sources: readonly Source[]): [string, string[]][] {
  const pins = new Map<string, Set<string>>()
  for (const { text } of sources)
    visit(parseDocument(text), {
      Pair(_, { key, value }) {
        if (String(key) !== 'uses') return
        const [action, ref] = String(value).split('@') as [string, string]
        pins.set(action, (pins.get(action) ?? new Set()).add(ref))
      },
    })
  return [...pins].filter(([, refs]) => refs.size > 1).map(([action, refs]) => [action, [...refs]])
}

test('an action is the same commit or tag wherever it is named', () => {
  const sources = [...workflowFiles(), ...actionFiles()].map(source).concat(shownWorkflows())
  expect(disagreeing(sources)).toEqual([])
  const [first, ...others] = sources as [Source, ...Source[]]
  expect(disagreeing([planted(first, 'actions/checkout@', 'actions/checkout@v'), ...others])).toEqual([
    ['actions/checkout', [expect.any(String), expect.any(String)]],
  ])
})
