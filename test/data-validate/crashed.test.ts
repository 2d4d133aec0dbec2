import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataValidate } from '../../src/data-validate/stage.ts'
import { tasks } from '../../src/data-validate/tasks.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { openProject } from '../../src/launch/open-project.ts'
import { planStage } from '../../src/launch/plan.ts'
import {
  evidenceFolder,
  readOutcomes,
  readPlan,
  writeOutcomes,
  writePlan,
} from '../../src/launch/plan-file.ts'
import { doWork } from '../../src/launch/work.ts'
import type { Ports, Stage } from '../../src/stage/stage.ts'
import type { Trust } from '../../src/trust/trust.ts'
import { memoryRunner } from '../ports/memory-runner.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

/** A validation of good data whose work does this instead of what it should. */
async function concluded(
  work: (file: string, done: () => Promise<unknown>, evidence: string) => Promise<unknown>,
) {
  const runner = await memoryRunner({ engine: { cache: engineCache } })
  await writeFile(join(runner.workspace, 'a.csv'), 'id\n1\n')
  const stage = dataValidate as unknown as Stage
  const ports: Ports = { runner, forge: undefined, trust: {} as Trust }
  const given = { data: 'a.csv' }
  const plan = await planStage({ stage, ports, loadProject: () => openProject(stage, given, ports) })
  const { file, digest } = await writePlan(plan)
  const host = {
    log: runner.log,
    env: {},
    tasks,
    signal: new AbortController().signal,
    now: () => runner.now(),
    keep: (outcomes: Parameters<typeof writeOutcomes>[1]) => writeOutcomes(file, outcomes),
  }
  await work(file, () => doWork(plan, host), evidenceFolder(plan))
  const read = await readPlan(file, digest)
  return concludeStage(stage, read, await readOutcomes(file, read), ports)
}

const outcomesOf = (file: string) => join(dirname(file), 'outcomes.json')

describe('good data are no valid data', () => {
  it.each<[string, Parameters<typeof concluded>[0]]>([
    ['where the work was killed before it wrote anything', async () => undefined],
    [
      'where the work was killed while it wrote',
      (file) => writeFile(outcomesOf(file), '[{"id":"check","sta'),
    ],
    ['where the outcome is no outcome', (file) => writeFile(outcomesOf(file), '[{"id":"check"}]')],
    [
      'where the result is none',
      (file) => writeFile(outcomesOf(file), '[{"id":"check","status":"done","seconds":1,"result":{}}]'),
    ],
    [
      'where the evidence cannot be written',
      async (_, done, evidence) => {
        await done()
        await rm(evidence, { recursive: true })
        await writeFile(evidence, 'no folder')
      },
    ],
  ])('%s', async (_, work) => {
    const { record, exitCode } = await concluded(work)
    expect(record).toMatchObject({ verdict: 'error', passes: false })
    expect(exitCode).toBeGreaterThan(1)
  })

  it('but are where it ended well', async () => {
    const { record, exitCode } = await concluded((_, done) => done())
    expect([record.verdict, exitCode]).toEqual(['valid', 0])
  })
})
