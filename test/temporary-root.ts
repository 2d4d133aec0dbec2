import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const name = 'modelassay-tests'

/** Gives a run of the tests one temporary folder for all that they make, and removes it behind the last. */
export default async function temporaryRoot(): Promise<() => Promise<void>> {
  const before = process.env.TMPDIR
  const around = tmpdir()
  await removeAbandoned(around)
  const root = await mkdtemp(join(around, `${name}-${process.pid}-`))
  process.env.TMPDIR = root
  return async () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    await rm(root, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A run that was killed could not remove its own. */
async function removeAbandoned(around: string): Promise<void> {
  for (const folder of await readdir(around)) {
    const [, owner] = new RegExp(`^${name}-(\\d+)-`).exec(folder) ?? []
    if (owner === undefined || isAlive(Number(owner))) continue
    await rm(join(around, folder), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
