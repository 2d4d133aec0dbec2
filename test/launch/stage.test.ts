import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { appendFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inputError, outsideError } from '../../src/errors.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { planStage } from '../../src/launch/plan.ts'
import {
  evidenceFolder,
  readOutcomes,
  readPlan,
  writeOutcomes,
  writePlan,
} from '../../src/launch/plan-file.ts'
import { doWork } from '../../src/launch/work.ts'
import { readBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { Ports, Stage } from '../../src/stage/stage.ts'
import { type MemoryRunner, memoryRunner } from '../ports/memory-runner.ts'
import { drift, noTrust, project } from './launched.ts'

async function launch(
  stage: Stage,
  runner: MemoryRunner,
  work: (params: unknown) => unknown = (params) => (params as number[]).length,
  before: (evidence: string) => Promise<void> = async () => {},
) {
  const ports: Ports = { runner, forge: undefined, trust: noTrust }
  const plan = await planStage({ stage, ports, loadProject: async () => ({ project, own: {} }) })
  const { file, digest } = await writePlan(plan)
  await before(evidenceFolder(plan))
  const tasks = { count: async (params: unknown) => work(params) as number }
  await doWork(plan, {
    log: runner.log,
    env: {},
    tasks,
    signal: new AbortController().signal,
    now: () => runner.now(),
    keep: (outcomes) => writeOutcomes(file, outcomes),
  })
  const read = await readPlan(file, digest)
  return { file, digest, ...(await concludeStage(stage, read, await readOutcomes(file, read), ports)) }
}

describe('a stage', () => {
  it('leaves a record with its evidence, outputs and exit code', async () => {
    const runner = await memoryRunner()
    const { record, outputs, exitCode } = await launch(drift(), runner)
    expect(exitCode).toBe(0)
    expect(record).toMatchObject({
      stage: 'drift-check',
      name: 'churn',
      verdict: 'stable',
      passes: true,
      reason: '2 rows',
    })
    const stored = await readBundle(runner.saved.get('modelassay-churn-drift-check-1')!)
    expect(stored.record.evidence).toEqual([{ path: 'counts.json', bytes: 1, digest: sha256('2') }])
    expect(outputs).toEqual({
      verdict: 'stable',
      passes: 'true',
      share: '0.5',
      record: `modelassay-churn-drift-check-1@${stored.digest}`,
    })
    expect(runner.handed.get('churn', 'drift-check')?.digest).toBe(stored.digest)
  })

  it.skipIf(process.platform === 'win32')(
    'writes no evidence into a pipe or a link that a command put there',
    async () => {
      const runner = await memoryRunner()
      const elsewhere = join(runner.temp, 'elsewhere')
      await writeFile(elsewhere, 'kept')
      const plant = async (evidence: string) => {
        execFileSync('mkfifo', [join(evidence, 'counts.json')])
        await symlink(elsewhere, join(evidence, 'record.json'))
      }
      const { record } = await launch(drift(), runner, undefined, plant)
      expect(record).toMatchObject({ verdict: 'stable', evidence: [{ path: 'counts.json' }] })
      expect(await readFile(elsewhere, 'utf8')).toBe('kept')
    },
  )

  it.each<[string, (evidence: string) => Promise<unknown>]>([
    ['is gone', (evidence) => rm(evidence, { recursive: true })],
    ['is a file', (evidence) => rm(evidence, { recursive: true }).then(() => writeFile(evidence, 'x'))],
    ['holds a record already', (evidence) => writeFile(join(evidence, 'record.json'), '{}')],
    [
      'holds a folder called as the record',
      (evidence) => mkdir(join(evidence, 'record.json', 'x'), { recursive: true }),
    ],
  ])(
    'keeps a record that can be read where a command left a folder of evidence that %s',
    async (_, leave) => {
      const runner = await memoryRunner()
      const { record } = await launch(
        drift(),
        runner,
        undefined,
        async (evidence) => void (await leave(evidence)),
      )
      expect(record.verdict).toBe('stable')
      const stored = await readBundle(runner.saved.get('modelassay-churn-drift-check-1')!)
      expect(stored.record.evidence?.map(({ path }) => path)).toEqual(['counts.json'])
    },
  )

  it('says what a command has done where it put a folder in place of evidence', async () => {
    let kept = ''
    const { record, exitCode } = await launch(
      drift(),
      await memoryRunner(),
      () => writeFileSync(join(kept, 'rows.csv'), ''),
      async (evidence) => {
        kept = evidence
        await mkdir(join(evidence, 'rows.csv'))
      },
    )
    expect(exitCode).toBe(3)
    expect(record.error).toMatchObject({ code: 'evidence-changed', hint: expect.stringContaining('find it') })
  })

  it('ends with 1 when it does not pass, unless the configuration softened that', async () => {
    const work = () => 4
    expect(await launch(drift(), await memoryRunner(), work)).toMatchObject({
      exitCode: 1,
      outputs: { passes: 'false', verdict: 'drifted' },
    })
    const softened = drift({ blocks: () => false })
    expect(await launch(softened, await memoryRunner(), work)).toMatchObject({
      exitCode: 0,
      outputs: { passes: 'false' },
    })
  })

  it('ends with 2 and a record when the user has to mend something, and with 3 when the world has', async () => {
    const mine = drift({
      plan: () =>
        Promise.reject(
          inputError('file-not-found', 'no data.csv', { hint: 'Check it out.', file: 'data.csv' }),
        ),
    })
    const runner = await memoryRunner()
    expect(await launch(mine, runner)).toMatchObject({
      exitCode: 2,
      record: {
        verdict: 'error',
        passes: false,
        reason: 'no data.csv',
        error: { code: 'file-not-found', hint: 'Check it out.', file: 'data.csv' },
      },
    })
    expect(runner.annotations).toEqual([
      { level: 'error', message: 'no data.csv\nCheck it out.', file: 'data.csv' },
    ])
    expect(runner.saved.size).toBe(1)
    const theirs = drift({
      conclude: () => Promise.reject(outsideError('no-network', 'no network', { hint: 'Try again.' })),
    })
    expect(await launch(theirs, await memoryRunner())).toMatchObject({
      exitCode: 3,
      record: { verdict: 'error' },
    })
  })

  it('ends with 3 and a trace when the suite itself has a defect', async () => {
    const broken = drift({ plan: () => Promise.reject(new TypeError('x is undefined')) })
    const { exitCode, record } = await launch(broken, await memoryRunner())
    expect(exitCode).toBe(3)
    expect(record.error).toMatchObject({ code: 'defect', hint: expect.stringContaining('stage.test.ts') })
  })

  it('names a full disk and its remedy', async () => {
    const full = drift({
      conclude: () =>
        Promise.reject(
          Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
        ),
    })
    const { exitCode, record } = await launch(full, await memoryRunner())
    expect(exitCode).toBe(3)
    expect(record.error).toMatchObject({
      code: 'disk-full',
      hint: expect.stringContaining('Free disk space'),
    })
  })

  it('carries an error of the work into the record', async () => {
    const work = () => {
      throw inputError('table-empty', 'train.csv holds no rows', { hint: 'Fill it.' })
    }
    expect(await launch(drift(), await memoryRunner(), work)).toMatchObject({
      exitCode: 2,
      record: { error: { code: 'table-empty' } },
    })
  })

  it('is skipped without blocking, and without passing', async () => {
    const skipped = drift({ plan: async () => ({ skip: 'nothing is live yet' }) })
    expect(await launch(skipped, await memoryRunner())).toMatchObject({
      exitCode: 0,
      record: { verdict: 'skipped', passes: false, reason: 'nothing is live yet' },
    })
  })

  it('keeps its verdict when people cannot be told', async () => {
    const mute = drift({
      tell: () =>
        Promise.reject(
          outsideError('permission-denied', 'no comment', { hint: 'Add pull-requests: write.' }),
        ),
    })
    const runner = await memoryRunner()
    expect(await launch(mute, runner)).toMatchObject({ exitCode: 0, outputs: { verdict: 'stable' } })
    expect(runner.lines.join('\n')).toContain('Add pull-requests: write.')
  })

  it('tells people of an error, too: what they read of the run before no longer holds', async () => {
    const told: string[] = []
    const stage = drift({
      plan: () => Promise.reject(outsideError('gone', 'the baseline is gone', { hint: 'Run main again.' })),
      async tell({ record }) {
        told.push(record.verdict)
        return { outputs: {} }
      },
    })
    const runner = await memoryRunner()
    expect(await launch(stage, runner)).toMatchObject({ exitCode: 3, outputs: { verdict: 'error' } })
    expect(told).toEqual(['error'])
    expect(runner.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('gone') }])
  })

  it('tells people only once the record is stored', async () => {
    const runner = await memoryRunner()
    let storedBefore = -1
    const telling = drift({
      tell: async () => {
        storedBefore = runner.saved.size
        return { outputs: { 'issue-url': 'https://example.org/1' } }
      },
    })
    expect((await launch(telling, runner)).outputs['issue-url']).toBe('https://example.org/1')
    expect(storedBefore).toBe(1)
  })

  it('does not pass downstream when its record could not be stored', async () => {
    const runner = await memoryRunner()
    runner.failSaving('the artifact service does not answer')
    expect(await launch(drift(), runner)).toMatchObject({
      exitCode: 3,
      record: { verdict: 'error', passes: false, reason: 'the artifact service does not answer', share: 0.5 },
      outputs: { verdict: 'error', passes: 'false', record: '' },
    })
    expect(runner.annotations[0]?.message).toContain('artifact service')
  })
})

describe('a record that cannot be stored', () => {
  it('does not hide what went wrong before', async () => {
    const runner = await memoryRunner()
    runner.failSaving('the artifact service does not answer')
    const mine = drift({
      conclude: () => Promise.reject(inputError('broken', 'broken', { hint: 'Mend it.' })),
    })
    expect(await launch(mine, runner)).toMatchObject({
      exitCode: 2,
      record: { verdict: 'error', reason: 'broken' },
      outputs: { verdict: 'error', record: '' },
    })
    expect(runner.lines).toContain(
      'warning: The record could not be stored: the artifact service does not answer',
    )
  })
})

describe('between the steps', () => {
  it('a changed plan is refused', async () => {
    const { file, digest } = await launch(drift(), await memoryRunner())
    await appendFile(file, ' ')
    await expect(readPlan(file, digest)).rejects.toMatchObject({ code: 'plan-changed', exitCode: 3 })
  })

  it('an empty promise is no promise', async () => {
    const { file } = await launch(drift(), await memoryRunner())
    await expect(readPlan(file, '')).rejects.toMatchObject({ code: 'plan-changed' })
  })

  it('outcomes that something which still runs has written pass no stage', async () => {
    const { file, digest } = await launch(drift(), await memoryRunner(), () => 5)
    const plan = await readPlan(file, digest)
    const promised = sha256(await readFile(file.replace('plan.json', 'outcomes.json')))
    const ports: Ports = { runner: await memoryRunner(), forge: undefined, trust: noTrust }
    const concluded = async (told: string) => {
      await mkdir(join(plan.folder, 'evidence'), { recursive: true })
      return (await concludeStage(drift(), plan, await readOutcomes(file, plan, told), ports)).record
    }
    expect(await concluded(promised)).toMatchObject({ verdict: 'drifted', passes: false })
    await writeOutcomes(file, [{ id: 'count', status: 'done', seconds: 0, result: 1 }])
    for (const told of [promised, ''])
      expect(await concluded(told)).toMatchObject({
        verdict: 'error',
        passes: false,
        error: { code: 'outcomes-changed' },
      })
  })

  it.each(['', '{"a":', '[{"id":"count","status":"done"}]', '[1,null]'])(
    'outcomes of %j never pass',
    async (outcomes) => {
      const { file, digest } = await launch(drift(), await memoryRunner())
      await writeFile(file.replace('plan.json', 'outcomes.json'), outcomes)
      const plan = await readPlan(file, digest)
      const ports: Ports = { runner: await memoryRunner(), forge: undefined, trust: noTrust }
      await mkdir(plan.folder, { recursive: true })
      const { record } = await concludeStage(drift(), plan, await readOutcomes(file, plan), ports)
      expect(record).toMatchObject({ verdict: 'error', passes: false })
    },
  )
})
