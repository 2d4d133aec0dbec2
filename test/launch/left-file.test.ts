import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compiledOf } from '../../src/launch/compiled.ts'
import { type PlanFile, readOutcomes, readPlan, writeOutcomes } from '../../src/launch/plan-file.ts'
import { endUnderWay } from '../../src/launch/under-way.ts'

describe.skipIf(process.platform === 'win32')('a pipe that a command put where a step left a file', () => {
  let folder: string
  const plan = () => join(folder, 'plan.json')
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'left-'))
    for (const name of ['plan.json', 'outcomes.json', 'process.json', 'suite.compiled'])
      execFileSync('mkfifo', [join(folder, name)])
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is no plan', async () => {
    await expect(readPlan(plan(), 'sha256:0')).rejects.toMatchObject({ code: 'plan-changed' })
  })

  it('is no outcome', async () => {
    const planned = { work: [{ id: 'train' }] } as unknown as PlanFile
    expect(await readOutcomes(plan(), planned)).toMatchObject([{ id: 'train', status: 'not-run' }])
  })

  it('keeps no outcome from being written', async () => {
    const outcome = { id: 'train', status: 'done', seconds: 1 } as const
    await writeOutcomes(plan(), [outcome])
    expect(await readOutcomes(plan(), { work: [{ id: 'train' }] } as unknown as PlanFile)).toEqual([outcome])
  })

  it('is no process to end', async () => {
    expect(await endUnderWay(plan(), { info: () => undefined })).toBeUndefined()
  })

  it('is no code', () => {
    expect(compiledOf({ MODELASSAY_PLAN: plan(), MODELASSAY_COMPILED: 'a'.repeat(64) })).toBeUndefined()
  })
})
