import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { endUnderWay, noteUnderWay } from '../../src/launch/under-way.ts'
import { runCommand } from '../../src/process/run-command.ts'
import { memoryRunner } from '../ports/memory-runner.ts'

let folder: string
let plan: string
const begun: number[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'under-way-'))
  plan = join(folder, 'plan.json')
})
afterEach(async () => {
  for (const pid of begun.splice(0)) if (lives(pid)) process.kill(pid, 'SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function dies(pid: number): Promise<boolean> {
  for (let look = 0; look < 100 && lives(pid); look++) await sleep(20)
  return !lives(pid)
}

/** A process that ignores the request to end, as a session of its own. */
async function started(mark: string): Promise<number> {
  const child = spawn('bash', ['-c', "trap '' TERM; echo up; while true; do sleep 0.1; done"], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, MODELASSAY_PROCESS: mark },
  })
  await once(child.stdout!, 'data')
  begun.push(child.pid!)
  return child.pid!
}

it('what the work left when it was killed itself is ended by the step after', async () => {
  const mark = randomUUID()
  const [root, apart] = [await started(mark), await started(mark)]
  await noteUnderWay(plan, { pid: root, mark })
  const { log, lines } = await memoryRunner()
  await endUnderWay(plan, log)
  expect(await dies(root)).toBe(true)
  expect(await dies(apart)).toBe(true)
  expect(lines).toEqual([expect.stringMatching(/^The work was ended before its command: ended \d processes/)])
  await endUnderWay(plan, log)
  expect(lines).toHaveLength(1)
})

it('nobody else’s process is ended: one that has the number since, nor one that a command names', async () => {
  const other = await started(randomUUID())
  const { log, lines } = await memoryRunner()
  await noteUnderWay(plan, { pid: other, mark: randomUUID() })
  await endUnderWay(plan, log)
  for (const forged of [{ pid: other, mark: '' }, { pid: 1, mark: randomUUID() }, 'x']) {
    await writeFile(join(folder, 'process.json'), JSON.stringify(forged))
    await endUnderWay(plan, log)
  }
  expect(lives(other)).toBe(true)
  expect(lines).toEqual([])
})

it('a command is noted while it runs, and no more once it has ended', async () => {
  const { log } = await memoryRunner()
  const noted = join(folder, 'process.json')
  const outcome = await runCommand(
    {
      kind: 'command',
      id: 'it',
      title: 'Train',
      run: `for i in $(seq 200); do [ -s ${noted} ] && break; sleep 0.02; done; echo $$; cat ${noted}`,
      shell: 'bash',
      cwd: folder,
      env: {},
      timeoutSeconds: 20,
      clears: [],
      makes: [],
      produces: [],
    },
    {
      log,
      scratch: folder,
      env: process.env,
      now: () => new Date(),
      underWay: (root) => noteUnderWay(plan, root),
    },
  )
  const [pid, root] = (outcome.tail ?? '').split('\n')
  expect(JSON.parse(root ?? '')).toMatchObject({ pid: Number(pid), mark: expect.any(String) })
  expect(await readdir(folder)).not.toContain('process.json')
  await expect(readFile(noted)).rejects.toThrow('ENOENT')
})
