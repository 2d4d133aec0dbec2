import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDocument, visit } from 'yaml'
import { actionFiles, root, workflowFiles } from './files.ts'
import { findings, languageService } from './language-service.ts'
import { actionlint, ran, zizmor } from './tools.ts'

const repositories = ['.', 'examples/penguins', 'examples/penguins-sklearn']
const zizmorOptions = ['--offline', '--no-progress', '--persona=pedantic', '--min-severity=low']
const read = (file: string) => readFileSync(join(root, file), 'utf8')

let scratch: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lint-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('there are files to check: a pattern that finds nothing would pass everything', () => {
  expect(workflowFiles()).toEqual([
    '.github/workflows/ci.yml',
    '.github/workflows/release.yml',
    'examples/penguins-sklearn/.github/workflows/drift.yml',
    'examples/penguins-sklearn/.github/workflows/model.yml',
    'examples/penguins/.github/workflows/drift.yml',
    'examples/penguins/.github/workflows/model.yml',
  ])
  expect(actionFiles()).toEqual(
    ['data-validate', 'deploy-model', 'drift-check', 'evaluate-gate', 'register-model', 'train'].map(
      (name) => `actions/${name}/action.yml`,
    ),
  )
})

describe('actionlint', () => {
  const program = actionlint()
  // what else is installed on a machine must not decide
  const options = ['-no-color', '-shellcheck=', '-pyflakes=']

  test.skipIf(!program)('has nothing to say about the workflows', () => {
    expect(ran(program!, [...options, ...workflowFiles()])).toEqual({ ok: true, said: '' })
  })

  test.skipIf(!program)('finds a job that needs one that is not there', () => {
    const file = join(scratch, 'broken.yml')
    writeFileSync(
      file,
      read('examples/penguins/.github/workflows/model.yml').replace('needs: model', 'needs: mode'),
    )
    const { ok, said } = ran(program!, [...options, file])
    expect(ok).toBe(false)
    expect(said).toContain('"mode"')
  })
})

describe('zizmor', () => {
  const program = zizmor()

  test.skipIf(!program).each(repositories)(
    'has nothing to say about %s under its own policy',
    (repository) => {
      const { ok, said } = ran(program!, [...zizmorOptions, '.'], join(root, repository))
      expect(said).toContain('No findings to report')
      expect(ok).toBe(true)
    },
  )

  test.skipIf(!program)('reads the actions too', () => {
    const { said } = ran(program!, [...zizmorOptions, '.'])
    for (const file of actionFiles()) expect(said).toContain(`completed ./${file}`)
  })

  test.skipIf(!program)('finds an action of others that is not pinned by its hash', () => {
    const copy = join(scratch, 'penguins')
    cpSync(join(root, 'examples/penguins/.github'), join(copy, '.github'), { recursive: true })
    const file = join(copy, '.github/workflows/model.yml')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/actions\/checkout@\S+ # \S+/, 'actions/checkout@v7'),
    )
    const { ok, said } = ran(program!, [...zizmorOptions, '.'], copy)
    expect(ok).toBe(false)
    expect(said).toContain('unpinned-uses')
  })

  test('the policy of the examples is the one that this repository holds itself to', () => {
    for (const example of repositories.slice(1))
      expect(read(`${example}/.github/zizmor.yml`)).toBe(read('zizmor.yml'))
  })
})

describe("GitHub's language service", () => {
  const service = languageService()

  test.each([...workflowFiles(), ...actionFiles()])('has nothing to say about %s', async (file) => {
    expect(await findings(await service, file)).toEqual([])
  })

  test.fails('finds an input that an action of ours does not have', async () => {
    const file = 'examples/penguins/.github/workflows/model.yml'
    const broken = read(file).replace('          gate: ${{', '          gtae: ${{')
    expect(await findings(await service, file, broken)).toEqual([expect.stringMatching(/gtae/)])
  })

  test.fails('finds a secret in a composite action, where there are none', async () => {
    const file = 'actions/train/action.yml'
    const broken = read(file).replace(/\$\{\{ toJSON\(inputs\) \}\}/, '${{ secrets.GITHUB_TOKEN }}')
    expect(await findings(await service, file, broken)).toEqual([expect.stringMatching(/secrets/)])
  })
})

test('an action of others is the same commit wherever it is named', () => {
  const pins = new Map<string, Set<string>>()
  for (const file of [...workflowFiles(), ...actionFiles()]) {
    visit(parseDocument(read(file)), {
      Pair(_, { key, value }) {
        if (String(key) !== 'uses') return
        const [action, ref] = String(value).split('@') as [string, string]
        pins.set(action, (pins.get(action) ?? new Set()).add(ref))
      },
    })
  }
  expect(pins.size).toBeGreaterThan(0)
  for (const [action, refs] of pins) expect([action, [...refs]]).toEqual([action, [expect.any(String)]])
})
