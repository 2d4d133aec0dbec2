import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { modelDigest } from '../../../src/models/digest.ts'
import { beginCheckpoint } from '../../../src/train/checkpoint/begin-checkpoint.ts'
import { memoryRunner } from '../../ports/memory-runner.ts'
import { newRepository, type Repository } from '../../runner/local/repository.ts'

const fingerprint = `sha256:${'f'.repeat(64)}`

let repository: Repository
let room: string
beforeAll(async () => {
  repository = await newRepository()
  await repository.commit({ '.gitignore': 'checkpoints/\n' })
})
afterAll(() => rm(repository.folder, { recursive: true, force: true }))
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'checkpoint-'))
})

const restored = () => join(room, 'restored')
const seed = () => join(restored(), 'seed-0')

/** Begins with what an earlier training left; says what the command goes on from, and what was told. */
async function begun(
  tamper: () => Promise<unknown>,
  other: { fingerprint?: string; dirty?: true } = {},
  keeping: 'machine' | 'cache' = 'cache',
) {
  await mkdir(seed(), { recursive: true })
  await writeFile(join(seed(), 'epoch'), '2\n')
  const content = await modelDigest(seed())
  await tamper()
  const runner = await memoryRunner()
  const evidence = join(room, 'evidence')
  await mkdir(evidence)
  const ingredients = {
    fingerprint,
    sources_digest: fingerprint,
    sources: {
      command: { run: 'sh train.sh', shell: 'bash' },
      contracts: {},
      seeds: [0],
      suite_version: '1.0.0',
      tables: [],
      lockfiles: {},
    },
    machine: { platform: {}, interpreters: {} },
  }
  await writeFile(join(evidence, 'fingerprint.json'), JSON.stringify(ingredients))
  const place = join(repository.folder, 'checkpoints')
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'old'), '')
  const { dirty, ...changed } = other
  const run = { id: '7', attempt: 2, sha: 'a'.repeat(40), ...(dirty && { dirty }) }
  const seeds = [{ seed: 0, ...content }]
  const result = await beginCheckpoint(
    {
      place,
      begins: join(room, 'begins'),
      restored: {
        folder: restored(),
        manifest: { format: 1, name: 'churn', fingerprint, run, seeds, ...changed },
      },
      workspace: repository.folder,
      written: [place],
      keeping,
    },
    {
      log: runner.log,
      evidence,
      scratch: room,
      engine: { cache: room },
      environment: { PATH: process.env.PATH ?? '' },
    },
  )
  expect(existsSync(place)).toBe(false)
  expect(existsSync(restored())).toBe(false)
  const found = await readFile(join(room, 'begins', '0', 'epoch'), 'utf8').catch(() => undefined)
  expect(found === undefined).toBe(Object.keys(result as object).length === 0)
  return { found, said: runner.lines.join('\n') }
}

it('goes on from what an earlier training of the same left', async () => {
  const { found, said } = await begun(async () => {})
  expect(found).toBe('2\n')
  expect(said).toBe('The training goes on from the checkpoint of run 7, attempt 2, at aaaaaaa (2 B).')
})

it('begins anew where it is of another training', async () => {
  const { found, said } = await begun(async () => {}, { fingerprint: `sha256:${'0'.repeat(64)}` })
  expect(found).toBeUndefined()
  expect(said).toContain('because it is of another training')
})

it.each([
  ['cache' as const, undefined],
  ['machine' as const, '2\n'],
])(
  'where files lie about that no commit has, a checkpoint of a %s is another matter',
  async (keeping, taken) => {
    await writeFile(join(repository.folder, 'helper.py'), '')
    const { found, said } = await begun(async () => {}, {}, keeping)
    await rm(join(repository.folder, 'helper.py'))
    expect(found).toBe(taken)
    const why = 'the working tree differs from its commit'
    expect(
      said.includes(`anew: the checkpoint of run 7, attempt 2, at aaaaaaa is not taken, because ${why}.`),
    ).toBe(taken === undefined)
    expect(
      said.includes(`warning: No checkpoint of this training will be kept for another run: ${why}.`),
    ).toBe(taken === undefined)
  },
)

it('begins anew in a commit from what a changed working tree left', async () => {
  const { found, said } = await begun(async () => {}, { dirty: true }, 'machine')
  expect(found).toBeUndefined()
  expect(said).toContain('because its working tree differed from its commit')
})

it.each<[string, () => Promise<unknown>]>([
  ['other bytes', () => writeFile(join(seed(), 'epoch'), '3\n')],
  ['one file more', () => writeFile(join(seed(), 'hook.py'), 'planted')],
  ['a link out of it', () => symlink('/etc/hostname', join(seed(), 'link'))],
  [
    'a link in place of the folder',
    async () => {
      await mkdir(join(room, 'elsewhere'))
      await writeFile(join(room, 'elsewhere', 'epoch'), '2\n')
      await rm(seed(), { recursive: true })
      await symlink(join(room, 'elsewhere'), seed())
    },
  ],
  ['nothing', () => rm(seed(), { recursive: true })],
])('begins anew where what was kept has %s, with a warning', async (_what, tamper) => {
  const { found, said } = await begun(tamper)
  expect(found).toBeUndefined()
  expect(said).toMatch(/^warning: The checkpoint of run 7.*holds something else than it says/)
})
