import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actionAsWorkflow } from './action-as-workflow.ts'
import { planted, type Source, source } from './files.ts'
import { besideActions } from './local-actions.ts'
import { workflows } from './sources.ts'
import { actionlint, ran } from './tools.ts'

const program = actionlint()
// what else is installed on a machine must not decide
const options = ['-no-color', '-shellcheck=', '-pyflakes=']

let scratch: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'actionlint-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function lint(...sources: Source[]) {
  const folder = mkdtempSync(join(scratch, 'repository-'))
  besideActions(folder, sources)
  return ran(program!, options, folder)
}

describe.skipIf(!program)('actionlint', () => {
  test('has nothing to say about workflows, those that pages show, and the steps of the actions', () => {
    expect(lint(...workflows())).toEqual({ ok: true, said: '' })
  })

  const model = source('examples/penguins/.github/workflows/model.yml')
  const train = source('actions/train/action.yml')
  test.each([
    ['a job that needs one that is not there', planted(model, 'needs: model', 'needs: mode'), '"mode"'],
    [
      'an input that an action of ours does not have',
      planted(model, ' gate: ${{ n', ' gtae: ${{ n'),
      '"gtae"',
    ],
    [
      'an output that an action of ours does not have',
      planted(model, 'steps.gate.outputs.record', 'steps.gate.outputs.recrod'),
      '"recrod"',
    ],
    ['a step that is not there', planted(model, 'steps.gate.', 'steps.gaet.'), '"gaet"'],
    [
      'an output that a job does not have',
      planted(model, 'model.outputs.gate', 'model.outputs.gaet'),
      '"gaet"',
    ],
    ['a context that is not there', planted(model, '${{ github.', '${{ guthub.'), '"guthub"'],
    [
      'a step of an action that is not there',
      actionAsWorkflow(planted(train, 'steps.plan.outputs.work', 'steps.paln.outputs.work')),
      '"paln"',
    ],
    [
      'an input of an action that is not there',
      actionAsWorkflow(planted(train, 'toJSON(inputs)', 'inputs.sead')),
      '"sead"',
    ],
  ])('finds %s', (_, broken, name) => {
    const { ok, said } = lint(broken)
    expect(ok).toBe(false)
    expect(said).toContain(name)
  })

  test('finds an input of an action of ours that is required and missing', () => {
    const folder = mkdtempSync(join(scratch, 'repository-'))
    besideActions(folder, [model])
    const [file, asIs] = [train.file, "required: false\n    default: ''"]
    writeFileSync(join(folder, file), planted(train, asIs, 'required: true').text)
    const { ok, said } = ran(program!, options, folder)
    expect(ok).toBe(false)
    expect(said).toContain('missing input "run"')
  })
})
