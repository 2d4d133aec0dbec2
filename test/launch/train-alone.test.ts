import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { identityOf, type ProcessIdentity } from '../../src/process/identity.ts'
import { noteAtWork } from '../../src/runner/local/at-work.ts'
import { type TrainRepository, trainRepository } from '../train/train-run.ts'

let repository: TrainRepository
let other: string
beforeEach(async () => {
  repository = await trainRepository()
  await repository.commit({
    '.gitignore': 'model/\n',
    'modelassay.yml': 'name: churn\ntrain:\n  run: echo w > model/w\n  output: model/\n',
  })
  other = join(repository.folder, '.modelassay', 'temp', 'command-other')
  await mkdir(other, { recursive: true })
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const here = () => identityOf(process.pid)
const changed = async (changes: Partial<ProcessIdentity>) => ({ ...(await here()), ...changes })

it('a model that a living process trains is not trained a second time beside it', async () => {
  await noteAtWork(other, { process: await here(), training: 'churn' })
  const { record, exitCode } = await repository.train()
  expect(exitCode).toBe(2)
  expect(record).toMatchObject({
    name: 'churn',
    verdict: 'error',
    error: {
      code: 'training-under-way',
      message: `process ${process.pid} is training churn here already`,
      hint: expect.stringContaining(`\`kill ${process.pid}\``),
    },
  })
  expect(existsSync(other)).toBe(true)
  await noteAtWork(other, { process: await here(), training: 'fraud' })
  expect((await repository.train()).record.verdict).toBe('trained')
})

it('nor beside the command of one that was killed, until that has ended', async () => {
  const mark = randomUUID()
  const child = spawn('sleep', ['60'], { env: { PATH: process.env.PATH, MODELASSAY_PROCESS: mark } })
  const command = { process: await identityOf(child.pid!), mark }
  await noteAtWork(other, { process: await changed({ started: 'before' }), training: 'churn', command })
  const { record } = await repository.train()
  expect(record.error?.message).toContain(`still runs here, as process ${child.pid}`)
  expect(record.error?.hint).toContain(`\`kill -- -${child.pid}\``)
  child.kill()
  await once(child, 'exit')
  expect((await repository.train()).record.verdict).toBe('trained')
  expect(existsSync(other)).toBe(false)
})

it.each<[string, Partial<ProcessIdentity>, boolean]>([
  ['whose number another process has since', { started: 'before' }, false],
  ['of another machine, which nobody here can look at', { machine: 'elsewhere' }, true],
])('a process %s keeps nobody from training', async (_what, changes, stays) => {
  await noteAtWork(other, { process: await changed(changes), training: 'churn' })
  expect((await repository.train()).record.verdict).toBe('trained')
  expect(existsSync(other)).toBe(stays)
})
