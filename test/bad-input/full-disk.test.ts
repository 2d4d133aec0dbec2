import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseRecord } from '../../src/record/bundle.ts'
import { copyOfWorkplace, type Ran, type Workplace, withCommand, workplace } from '../cli/command.ts'

withCommand()
const stages = ['data-validate', 'train', 'evaluate-gate', 'register-model'] as const

/** Where each stage is the next: those before it have ended well there. */
const before = new Map<string, Workplace>()
beforeAll(async () => {
  let last = await workplace()
  for (const stage of stages) {
    before.set(stage, last)
    if (stage === stages.at(-1)) break
    last = await copyOfWorkplace(last)
    expect(await last.modelassay([stage])).toMatchObject({ code: 0 })
  }
})
afterAll(() => Promise.all([...before.values()].map((last) => last.remove())))

let place: Workplace
const startBefore = async (stage: (typeof stages)[number]) => {
  place = await copyOfWorkplace(before.get(stage)!)
}
afterEach(() => place.remove())

/** Versions as the registry's folder has them; what is not one yet has no such name. */
const versions = async () =>
  (await readdir(join(home(), 'registry/churn/versions')).catch(() => [])).filter((name) => /^\d/.test(name))

const home = () => join(place.folder, '.modelassay')

async function expectDiskFull({ code, stdout, stderr }: Ran): Promise<void> {
  const record = await parseRecord(stdout, `standard output, beside ${stderr}`)
  expect(code, stderr).toBe(3)
  expect(record, stderr).toMatchObject({ verdict: 'error', passes: false, error: { code: 'disk-full' } })
  expect(record.error?.hint).toMatch(/^Free (some|disk) space/)
  expect(stderr.split(record.reason.replace(/\s+/g, ' ')).length - 1, stderr).toBe(1)
  expect(stderr).not.toMatch(/^ +at .*(\.[mc]?[jt]s:\d+|node:)/m)
}

const halves = new RegExp(`^\\.half-|^modelassay-(${stages.join('|')})-[0-9a-f]{12}$`)

/** Everything that has its final name can be read and holds what it says, and nothing lies about by half. */
async function expectNothingHalf(): Promise<void> {
  const shown = await place.modelassay(['show', '--json'])
  expect([0, 2]).toContain(shown.code)
  if (shown.code === 2) expect(shown.stderr).toContain('no stage has run here')
  for (const folder of [join(home(), 'temp'), ...(await runFolders())])
    if (existsSync(folder)) expect((await readdir(folder)).filter((name) => halves.test(name))).toEqual([])
}

const runFolders = async () =>
  existsSync(join(home(), 'runs'))
    ? (await readdir(join(home(), 'runs'))).map((name) => join(home(), 'runs', name))
    : []

describe('as the kernel refuses it', () => {
  // /dev/full answers every write with ENOSPC, to anybody.
  test('at the first write', async () => {
    await startBefore('data-validate')
    if (!existsSync('/dev/full')) {
      expect(process.env.CI, 'CI has /dev/full').toBeUndefined()
      return console.log('skipped: this system has no /dev/full')
    }
    await mkdir(home())
    await symlink('/dev/full', join(home(), '.gitignore'))
    await expectDiskFull(await place.modelassay(['data-validate', '--json']))
    await rm(join(home(), '.gitignore'))
    expect(await place.modelassay(['data-validate'])).toMatchObject({ code: 0 })
  })

  // The limit of a file's size refuses in the middle of a write, to root as well: what fits is on the disk.
  test.each(stages)('in the middle of what %s writes', async (stage) => {
    await startBefore(stage)
    const ran = await place.shell(`(ulimit -f 1; modelassay ${stage} --json)`)
    const said = await parseRecord(ran.stdout, ran.stderr)
    await expectDiskFull(ran)
    // What fits is kept: a record of an error is small.
    for (const record of await place.records(stage)) expect(record).toEqual(said)
    await expectNothingHalf()
    expect(await versions()).toEqual([])
    expect(await place.modelassay([stage])).toMatchObject({ code: 0 })
  })
})

// Which write is refused cannot be chosen with the kernel's means without a disk of one's own, so here the calls of
// Node's file system refuse, in the real process.
test('at whichever write of a registration: no version is there by half, and the next run makes it', async () => {
  await startBefore('register-model')
  const full = (writes: number) => ({
    NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'full-disk.mjs')).href}`,
    FULL_FOLDER: join(home(), 'registry'),
    WRITES_LEFT: String(writes),
  })
  let writes = 0
  for (; ; writes += 1) {
    const ran = await place.modelassay(['register-model', '--json'], { env: full(writes) })
    if (ran.code === 0) break
    await expectDiskFull(ran)
    expect(await versions(), `after ${writes} writes`).toEqual([])
    expect(await place.records('register-model')).toHaveLength(writes + 1)
  }
  expect(await versions()).toEqual(['0.1.0'])
  expect(await place.modelassay(['show', '0.1.0'])).toMatchObject({ code: 0 })
  expect(writes).toBeGreaterThan(5)
})
