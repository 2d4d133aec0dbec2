import { describe, expect, it, test } from 'vitest'
import type { AssayError } from '../../src/errors.ts'
import { evaluateGate } from '../../src/evaluate-gate/stage.ts'
import { openProject } from '../../src/launch/open-project.ts'
import { loadStage } from '../../src/launch/stages.ts'
import { memoryRunner } from '../ports/memory-runner.ts'
import { base, newProject, valid } from './new-project.ts'

const { put, load, workspace } = newProject()

/** What may be wrong with the base's file, and what is said of it. */
const faults: readonly (readonly [what: string, text: string, message: string])[] = [
  ['a misspelt key', valid.replace('accuracy: {min', 'accuracy: {mn'), 'unknown key gate.rules.accuracy.mn'],
  ['a misspelt table', valid.replace('table: test', 'table: tset'), 'evaluations.test.truth.table'],
  ['a text that is no YAML', `${valid}\n[`, 'is not readable YAML'],
]

describe('a change that mends the configuration of its base', () => {
  it.each(faults)(
    'is not judged by %s, and told whose fault it is and how it is merged',
    async (_, text, message) => {
      await put('modelassay.yml', valid)
      await put('contract.yml', 'fields: []')
      const error = (await load({ base: base(text) }).catch((thrown: unknown) => thrown)) as AssayError
      expect(error).toMatchObject({ code: 'base-at-fault', exitCode: 2 })
      expect(error.message).toMatch(
        /^modelassay\.yml at the base commit bbbbbbb, whose rules judge this change, is at fault: /,
      )
      expect(error.message.replace('evaluate.truth', 'evaluations.test.truth')).toContain(message)
      expect(error.hint).toContain('merged by somebody who may bypass the branch')
      expect(error.place.file).toBe('modelassay.yml at bbbbbbb')
    },
  )

  it.each(faults)('is trained and has its data checked in spite of %s', async (_, text) => {
    await put('modelassay.yml', valid)
    await put('contract.yml', 'fields: [loosened]')
    const { config, policy, contracts } = await load({ base: base(text), faultyBase: 'left-out' })
    expect(config.gate.rules.accuracy).toEqual({ min: 0.8, max_worsening: 0.01 })
    expect(policy.protected).toBe(false)
    expect(policy.notes).toEqual([
      expect.stringMatching(/^modelassay\.yml is at fault at the base commit \(/),
    ])
    const hasData = !text.endsWith('[')
    expect(contracts).toEqual({ 'contract.yml': hasData ? 'fields: [base]' : 'fields: [loosened]' })
  })

  it('is told of its own mistakes first', async () => {
    const wrong = valid.replace('accuracy: {min', 'accuracy: {mn')
    await put('modelassay.yml', wrong)
    for (const faultyBase of ['stops', 'left-out'] as const)
      await expect(load({ base: base(wrong), faultyBase })).rejects.toMatchObject({
        code: 'unknown-key',
        place: { file: 'modelassay.yml' },
      })
  })
})

test.each([
  ['data-validate', undefined],
  ['train', undefined],
  ['evaluate-gate', 'base-at-fault'],
] as const)('where the base is at fault %s ends with %s', async (name, code) => {
  await put('modelassay.yml', valid)
  await put('contract.yml', 'fields: []')
  const runner = await memoryRunner({
    kind: 'github',
    workspace: workspace(),
    run: { id: '1', attempt: 1, event: 'pull_request', sha: 'a'.repeat(40) },
    trigger: { event: 'pull_request', defaultBranch: 'main', baseSha: 'b'.repeat(40) },
  })
  const text = valid.replace('table: test', 'table: tset')
  const file = async (path: string) => {
    const found = await base(text).read(path)
    return found === undefined ? undefined : Buffer.from(found)
  }
  const forge = { contents: { file, changedFiles: async () => [] } } as never
  const stage = name === 'evaluate-gate' ? evaluateGate : await loadStage(name)
  const opened = openProject(stage, {}, { runner, forge })
  const warned = expect.stringMatching(/^warning: modelassay\.yml is at fault at the base commit/)
  if (code !== undefined) return expect(opened).rejects.toMatchObject({ code })
  expect((await opened).project.config.name).toBe('churn')
  expect(runner.lines).toEqual([warned])
  return
})
