import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keptTraining } from '../../src/cli/kept-training.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { TrainRecord } from '../../src/record/train.ts'
import { trainBundle } from '../trust/records.ts'

const [first, second, edited] = ['a'.repeat(40), 'b'.repeat(40), `${'c'.repeat(40)}-dirty`]
const made = { fingerprint: sha256('files'), model_digest: sha256('model') }
const taken = { verdict: 'reused', reused_from: 'the run at aaaaaaa', ...made } as const

it('is the one that the run made, or else the one of a commit whose model it took', async () => {
  const runs = await mkdtemp(join(tmpdir(), 'modelassay-runs-'))
  const keep = async (id: string, attempt: number, change: Partial<TrainRecord>) => {
    const { folder } = await trainBundle({ id, attempt, event: 'local' }, change)
    await cp(folder, join(runs, id, `modelassay-churn-train-${attempt}`), { recursive: true })
  }
  await keep(second, 1, taken)
  await keep(edited, 1, made)
  expect(await keptTraining(runs, second, 'churn')).toMatchObject({ taken: { run: { id: second } } })
  expect(await keptTraining(runs, second, 'churn')).not.toHaveProperty('made')
  await keep(first, 1, { ...made, model_digest: sha256('another') })
  expect(await keptTraining(runs, second, 'churn')).not.toHaveProperty('made')
  await keep(first, 2, made)
  expect(await keptTraining(runs, second, 'churn')).toMatchObject({
    made: { run: { id: first, attempt: 2 } },
  })
  await keep(second, 2, made)
  expect(await keptTraining(runs, second, 'churn')).toMatchObject({ made: { run: { id: second } } })
  expect(await keptTraining(runs, 'd'.repeat(40), 'churn')).toEqual({})
  await rm(runs, { recursive: true })
})
