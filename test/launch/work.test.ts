import { describe, expect, it } from 'vitest'
import { inputError } from '../../src/errors.ts'
import { planStage } from '../../src/launch/plan.ts'
import { doWork } from '../../src/launch/work.ts'
import type { Ports } from '../../src/stage/stage.ts'
import { memoryRunner } from '../ports/memory-runner.ts'
import { drift, noTrust, project } from './launched.ts'

describe('work', () => {
  const item = (id: string, when?: 'ok' | 'failed') => ({
    kind: 'task' as const,
    id,
    title: id,
    task: id,
    params: null,
    ...(when && { when }),
  })
  const done = async () => 1
  const fails = async () => {
    throw inputError('broken', 'broken', { hint: '' })
  }

  async function statuses(
    items: ReturnType<typeof item>[],
    tasks: Record<string, () => Promise<number>>,
    keep: () => Promise<void> = async () => {},
  ) {
    const runner = await memoryRunner()
    const ports: Ports = { runner, forge: undefined, trust: noTrust }
    const stage = drift({ plan: async () => ({ context: { limit: 1 }, work: items }) })
    const plan = await planStage({ stage, ports, loadProject: async () => ({ project, own: {} }) })
    const outcomes = await doWork(plan, {
      log: runner.log,
      env: {},
      tasks,
      signal: new AbortController().signal,
      now: () => runner.now(),
      keep,
    })
    return Object.fromEntries(outcomes.map(({ id, status }) => [id, status]))
  }

  it('stops at the first failure, and then undoes', async () => {
    const items = [item('up'), item('smoke'), item('after'), item('undo', 'failed'), item('verify', 'failed')]
    expect(await statuses(items, { up: done, smoke: fails, after: done, undo: done, verify: done })).toEqual({
      up: 'done',
      smoke: 'failed',
      after: 'not-run',
      undo: 'done',
      verify: 'done',
    })
  })

  it('undoes nothing when nothing failed, and stops undoing at its own first failure', async () => {
    const items = [item('up'), item('undo', 'failed'), item('verify', 'failed')]
    expect(await statuses(items, { up: done, undo: done, verify: done })).toEqual({
      up: 'done',
      undo: 'not-run',
      verify: 'not-run',
    })
    expect(await statuses(items, { up: fails, undo: fails, verify: done })).toEqual({
      up: 'failed',
      undo: 'failed',
      verify: 'not-run',
    })
  })

  it('whose outcome cannot be kept has not happened for what follows, and is undone', async () => {
    let kept = 0
    const full = async () => {
      kept += 1
      if (kept === 2) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    }
    const items = [item('up'), item('smoke'), item('after'), item('undo', 'failed')]
    expect(await statuses(items, { up: done, smoke: done, after: done, undo: done }, full)).toEqual({
      up: 'done',
      smoke: 'failed',
      after: 'not-run',
      undo: 'done',
    })
  })
})
