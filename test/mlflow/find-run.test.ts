import { expect, it } from 'vitest'
import { findRun } from '../../src/mlflow/find-run.ts'
import type { TrackedRun, TrackingStore } from '../../src/mlflow/store.ts'

const run = (id: string, started: number, tags: Record<string, string> = {}): TrackedRun => ({
  id,
  experiment: '0',
  started,
  tags,
})

const found = (...runs: readonly TrackedRun[]) => {
  const store: TrackingStore = {
    uri: 'mlruns',
    runsSince: async (time) => runs.filter(({ started }) => started >= time),
    read: () => Promise.reject(new Error('not read')),
    tagsOf: () => Promise.resolve({}),
    tag: () => Promise.reject(new Error('not tagged')),
  }
  return findRun([store], { mark: 'mine', since: 100, root: '/repo' })
}
const mine = { 'modelassay.training': 'mine' }

it('is the one that carries the tag, whatever else began meanwhile', async () => {
  const { run: one, of } = await found(
    run('a', 110),
    run('b', 120, mine),
    run('c', 130, { 'modelassay.training': 'other' }),
  )
  expect([one.id, of]).toEqual(['b', 1])
})

it('is no nested one; of several the last, and it is known that there were more', async () => {
  const nested = { ...mine, 'mlflow.parentRunId': 'b' }
  const { run: one, of } = await found(run('a', 110, mine), run('b', 120, mine), run('n', 125, nested))
  expect([one.id, of]).toEqual(['b', 2])
})

it('is without a tag only where it is the only one, or the only one of this project', async () => {
  expect((await found(run('before', 90), run('a', 110))).run.id).toBe('a')
  const project = { 'mlflow.source.name': '/repo' }
  expect((await found(run('a', 110), run('b', 120, project))).run.id).toBe('b')
  await expect(found(run('a', 110), run('b', 120))).rejects.toMatchObject({ code: 'mlflow-run-ambiguous' })
  await expect(found(run('c', 130, { 'modelassay.training': 'other' }))).rejects.toMatchObject({
    code: 'mlflow-run-missing',
  })
})
