import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { loadProject } from '../../src/config/load.ts'
import type { PolicyBase } from '../../src/config/policy-base.ts'
import type { Sources } from '../../src/config/sources.ts'
import { AssayError } from '../../src/errors.ts'
import { inputCalled } from '../../src/stage/calling.ts'

/** Gives each test around it an empty folder, to put a configuration into and to load it. */
export function newProject() {
  let workspace: string
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'config-'))
  })
  afterEach(() => rm(workspace, { recursive: true }))

  async function put(path: string, text: string) {
    await mkdir(dirname(join(workspace, path)), { recursive: true })
    await writeFile(join(workspace, path), text)
  }

  const load = (sources: Partial<Sources> = {}) =>
    loadProject({
      workspace,
      file: 'modelassay.yml',
      asked: false,
      overrides: [],
      called: inputCalled('github'),
      onBranch: false,
      ...sources,
    })

  const mistake = async (text: string) => {
    await put('modelassay.yml', text)
    const thrown = await load().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(thrown).toBeInstanceOf(AssayError)
    const { code, message, hint, place, exitCode } = thrown as AssayError
    expect(exitCode).toBe(2)
    return { code, message, hint, line: place.line, column: place.column, file: place.file }
  }

  return { workspace: () => workspace, put, load, mistake }
}

export const valid = `name: churn
data:
  contract: contract.yml
  tables:
    train: data/train.csv
    test: {path: data/test.parquet, role: test}
    extra: {path: data/extra.csv}
evaluate:
  run: python predict.py
  predictions: predictions.csv
  task: binary
  positive: yes it is
  truth: {table: test, column: churned, id: customer_id}
gate:
  rules:
    accuracy: {min: 0.8, max_worsening: 0.01}
`

export const waiver = 'waivers: [{metric: accuracy, ceiling: 0.5, until: 2099-12-31, reason: please}]\n'

/** The commit that a change is merged onto: its configuration, and what the change edits. */
export const base = (text: string | undefined, changed: string[] = []): PolicyBase => ({
  sha: 'b'.repeat(40),
  read: async (path) =>
    path === 'modelassay.yml'
      ? text
      : path === 'contract.yml'
        ? 'fields: [base]'
        : path === '.github/workflows/model.yml'
          ? 'jobs: {model: {uses: ./.github/workflows/shared.yml}}'
          : undefined,
  changed: async () => changed,
  workflow: '.github/workflows/model.yml',
})
