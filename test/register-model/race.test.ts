import { beforeEach, expect, test } from 'vitest'
import { modelDigest } from '../../src/models/digest.ts'
import { registerCandidate } from '../../src/register-model/register.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { filesIn } from '../registry/rooms.ts'
import { localWorld, type RunInTest, type World } from '../registry/world.ts'

let world: World
beforeEach(async () => {
  world = await localWorld()
})

const numbers = async () => (await world.registry.versions('churn')).map(({ version }) => version)

/** The registry, for a caller before whom another run takes the number. */
const overtakenBy = (other: RunInTest): Registry => {
  let isFirst = true
  return {
    ...world.registry,
    async register(version) {
      if (isFirst) await other.launch('register-model')
      isFirst = false
      return world.registry.register(version)
    },
  }
}

async function candidate(weights: string, sourceSha: string) {
  const modelFolder = await filesIn({ 'model.json': weights })
  const recordsFolder = await filesIn({ 'train/record.json': '{}' })
  return {
    name: 'churn',
    sourceSha,
    model: await modelDigest(modelFolder),
    modelFolder,
    recordsFolder,
    notes: '',
  }
}

test('an older commit that loses its number to a later one gets no number above it', async () => {
  const [older, later] = [await world.commit(), await world.commit()]
  const other = await world.run(later)
  await other.judged('later')
  const result = await registerCandidate(
    overtakenBy(other),
    await candidate('older', older),
    { bump: 'patch' },
    (await world.run(older)).ports,
  )
  expect(result).toMatchObject({ verdict: 'refused' })
  expect(result).toMatchObject({ reason: expect.stringContaining('does not come after') })
  expect(await numbers()).toEqual(['0.1.0'])
})

test('a later commit that loses its number to an older one gets the next', async () => {
  const [older, later] = [await world.commit(), await world.commit()]
  const other = await world.run(older)
  await other.judged('older')
  const result = await registerCandidate(
    overtakenBy(other),
    await candidate('later', later),
    { bump: 'patch' },
    (await world.run(later)).ports,
  )
  expect(result).toMatchObject({ verdict: 'registered', version: { version: '0.1.1', sourceSha: later } })
  expect(await numbers()).toEqual(['0.1.1', '0.1.0'])
})
