import { expect, it } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { pullId } from '../../src/data-versions/pulled.ts'
import { evaluateGate } from '../../src/evaluate-gate/stage.ts'
import { gateRecord } from '../report/gate-records.ts'
import { projectOf } from './gate-run.ts'

it.each<[string, boolean, boolean]>([
  ['fail', true, false],
  ['not-comparable', true, false],
  ['inconclusive', true, false],
  ['error', true, true],
])('a verdict that does not pass makes the step red, unless it may not: %s', (verdict, red, always) => {
  const blocks = (fail_on: string, passes: boolean) =>
    evaluateGate.blocks!(
      gateRecord({ verdict: verdict as never, passes }),
      configSchema.parse({ name: 'penguins', gate: { fail_on } }),
    )
  expect(blocks('fail', false)).toBe(red)
  expect(blocks('never', false)).toBe(always)
  expect(blocks('fail', true)).toBe(false)
})

it('nothing is concluded of tables that could not be pulled', async () => {
  const project = projectOf('/project', {})
  const failed = { id: pullId, status: 'failed', exitCode: 127, seconds: 0 } as const
  await expect(evaluateGate.conclude({ project } as never, [failed], {} as never)).rejects.toMatchObject({
    code: 'dvc-missing',
  })
})
