import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandHost } from '../../src/process/command-host.ts'
import { runCommand } from '../../src/process/run-command.ts'
import type { Log } from '../../src/runner/log.ts'
import type { CommandItem } from '../../src/stage/work.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'process-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function listening(): Log & { readonly said: string[]; output: string } {
  const log = {
    said: [] as string[],
    output: '',
    info: (message: string) => void log.said.push(message),
    warning: (message: string) => void log.said.push(message),
    annotate: () => {},
    group: (title: string) => {
      log.said.push(title)
      return { end: () => void log.said.push('end') }
    },
    raw: (chunk: Uint8Array) => {
      log.output += Buffer.from(chunk).toString()
    },
  }
  return log
}

const command = (run: string, changes: Partial<CommandItem> = {}): CommandItem => ({
  kind: 'command',
  id: 'it',
  title: 'Train the model',
  run,
  shell: 'bash',
  cwd: folder,
  env: {},
  timeoutSeconds: 50,
  clears: [],
  makes: [],
  produces: [],
  ...changes,
})

const host = (changes: Partial<CommandHost> = {}): CommandHost => ({
  log: listening(),
  scratch: folder,
  env: process.env,
  now: () => new Date(),
  ...changes,
})

async function untilWritten(file: string): Promise<string> {
  while (!existsSync(file) || !(await readFile(file, 'utf8')).endsWith('\n')) await sleep(20)
  return (await readFile(file, 'utf8')).trim()
}

function lives(pid: string): boolean {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch {
    return false
  }
}

async function dies(pid: string): Promise<boolean> {
  for (let look = 0; look < 100 && lives(pid); look++) await sleep(20)
  return !lives(pid)
}

describe('a command', () => {
  it('has its output in the log, in a group, and its last lines in the outcome', async () => {
    const log = listening()
    const outcome = await runCommand(
      command('for i in $(seq 60); do echo line $i; done; echo bad >&2'),
      host({ log }),
    )
    expect(outcome).toMatchObject({ id: 'it', status: 'done', exitCode: 0 })
    expect(log.said).toEqual(['Train the model', 'end'])
    expect(log.output).toContain('line 1\n')
    expect(log.output).toContain('bad')
    expect(outcome.tail?.split('\n')).toHaveLength(50)
    expect(outcome.tail).not.toContain('line 10\n')
  })

  it('stops at the first error, also inside a pipe', async () => {
    const outcome = await runCommand(command('false | cat\necho on'), host())
    expect(outcome).toMatchObject({
      status: 'failed',
      exitCode: 1,
      error: { kind: 'input', code: 'command-failed' },
    })
    expect(outcome.tail).toBeUndefined()
  })

  it('says with which exit code or by which signal it ended', async () => {
    expect((await runCommand(command('exit 7'), host())).error?.message).toBe(
      'Train the model ended with exit code 7',
    )
    const killed = await runCommand(command('kill -KILL $$'), host())
    expect(killed).toMatchObject({ status: 'failed', exitCode: 137 })
    expect(killed.error?.message).toContain('SIGKILL')
    expect(killed.error?.hint).toContain('memory')
  })

  it('sees no token, no input and none of the suite’s variables but its own', async () => {
    const log = listening()
    const env = {
      ...process.env,
      ACTIONS_RUNTIME_TOKEN: 'secret-1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret-2',
      GITHUB_TOKEN: 'secret-3',
      GH_TOKEN: 'secret-4',
      INPUT_TOKEN: 'secret-5',
      MODELASSAY_INPUTS: 'secret-6',
      GITHUB_OUTPUT: join(folder, 'real-output'),
      HOME_OF_DATA: 'kept',
    }
    const outcome = await runCommand(
      command('env; echo verdict=pass >> "$GITHUB_OUTPUT"', { env: { MODELASSAY_SEED: '7' } }),
      host({ env, log }),
    )
    expect(outcome.status).toBe('done')
    expect(log.output).not.toContain('secret-')
    expect(log.output).toContain('HOME_OF_DATA=kept')
    expect(log.output).toContain('MODELASSAY_SEED=7')
    expect(existsSync(join(folder, 'real-output'))).toBe(false)
  })

  it('finds its code in the tree of the repository that it is to run in, and all else where it is', async () => {
    for (const path of ['ws/m/lib', 'ws/shared', 'ws/m/.venv/bin', 'other/m/lib', 'other/shared'])
      await mkdir(join(folder, path), { recursive: true })
    const at = (...paths: string[]) => paths.map((path) => join(folder, path)).join(':')
    const env = {
      PYTHONPATH: `lib:${at('ws/m/lib')}:${folder}/ws/m/../shared:${at('ws/gone')}`,
      PATH: `${at('ws/m/.venv/bin')}:${process.env.PATH}`,
      DATA: at('ws/m/lib'),
    }
    const tree = { from: join(folder, 'ws/m'), to: join(folder, 'other/m'), within: join(folder, 'other') }
    const log = listening()
    await runCommand(command('printf "%s|" "$PYTHONPATH" "$PATH" "$DATA"', { tree }), host({ env, log }))
    expect(log.output).toContain(
      `lib:${at('other/m/lib', 'other/shared', 'ws/gone')}|${at('ws/m/.venv/bin')}:${process.env.PATH}|${at('ws/m/lib')}|`,
    )
  })

  it('finds the leftovers of earlier runs gone and its folders made', async () => {
    await mkdir(join(folder, 'model'))
    await writeFile(join(folder, 'model', 'old.bin'), 'old')
    const outcome = await runCommand(
      command('ls model; ls -d fresh/deep', {
        clears: [join(folder, 'model')],
        makes: [join(folder, 'model'), join(folder, 'fresh', 'deep')],
      }),
      host(),
    )
    expect(outcome.tail).toBe('fresh/deep')
  })

  it.each(['.', '..'])(
    'is not run when clearing its output (%s) would clear its own folder',
    async (path) => {
      await writeFile(join(folder, 'train.py'), 'precious')
      const outcome = await runCommand(
        command('true', { clears: [join(folder, path)] }),
        host({ scratch: tmpdir() }),
      )
      expect(outcome).toMatchObject({
        status: 'failed',
        error: { kind: 'configuration', code: 'output-is-workspace' },
      })
      expect(existsSync(join(folder, 'train.py'))).toBe(true)
    },
  )

  it('has failed when it ends well but did not write what it must', async () => {
    const outcome = await runCommand(
      command('echo trained', { produces: [{ path: join(folder, 'model.pkl'), what: 'model' }] }),
      host(),
    )
    expect(outcome).toMatchObject({
      status: 'failed',
      exitCode: 0,
      error: {
        code: 'not-produced',
        message: 'Train the model ended well but wrote no model: model.pkl does not exist',
      },
    })
  })

  it('says which shell or folder is missing', async () => {
    const shell = await runCommand(command('1', { shell: 'pwsh' }), host({ env: { PATH: folder } }))
    expect(shell).toMatchObject({ status: 'failed', error: { code: 'shell-missing' } })
    const cwd = await runCommand(command('1', { cwd: join(folder, 'gone') }), host())
    expect(cwd).toMatchObject({ status: 'failed', error: { code: 'folder-missing' } })
  })

  it.each([
    ['sh', 'echo from $0', 'from'],
    ['python', 'import sys; print("from", sys.version_info[0])', 'from 3'],
  ])('runs in %s', async (shell, script, said) => {
    expect((await runCommand(command(script, { shell }), host())).tail).toContain(said)
  })

  it('is heard while it runs', async () => {
    const log = listening()
    const heard = {
      ...log,
      raw: (chunk: Uint8Array) => {
        if (Buffer.from(chunk).includes('ready')) void writeFile(join(folder, 'heard'), '')
      },
    }
    const script = 'echo ready; for i in $(seq 400); do [ -e heard ] && exit 0; sleep 0.05; done; exit 1'
    expect((await runCommand(command(script), host({ log: heard }))).status).toBe('done')
  })

  it('says that it still runs when it is silent, for how long, and what it holds in memory', async () => {
    const log = listening()
    await runCommand(command('sleep 0.6'), host({ log, heartbeatSeconds: 0.1 }))
    expect(
      log.said.filter((line) => /^still running after \d+ s, \d+ MiB in memory$/.test(line)),
    ).not.toEqual([])
  })

  it('says the last value that it heard', async () => {
    const log = listening()
    await runCommand(
      command('echo "epoch 3: loss=0.25 at 10:31"; sleep 0.6'),
      host({ log, heartbeatSeconds: 0.1 }),
    )
    expect(log.said.find((line) => line.startsWith('still running after'))).toMatch(
      /; it last said loss=0\.25$/,
    )
  })
})

describe('the memory of a command', () => {
  it('counts all of its processes', async () => {
    const child = 'python3 -c "import time; b = bytearray(80_000_000); time.sleep(0.8)"'
    const outcome = await runCommand(command(`${child} & ${child} & wait`), host())
    expect(outcome.peakMemoryBytes).toBeGreaterThan(160_000_000)
    expect(outcome.peakMemoryBytes).toBeLessThan(400_000_000)
  })
})

describe('the end of a command', () => {
  it('comes with its timeout, for all of its processes, also those that ignore the request', async () => {
    const outcome = await runCommand(
      command(
        `trap '' TERM INT\n(trap '' TERM; echo $BASHPID > child; while true; do sleep 1; done) &\nwhile true; do sleep 1; done`,
        {
          timeoutSeconds: 1,
        },
      ),
      host({ graceSeconds: 0.4 }),
    )
    expect(outcome).toMatchObject({ status: 'timed-out', error: { code: 'command-timeout' } })
    expect(outcome.error?.message).toContain('after 1 s')
    expect(await dies(await untilWritten(join(folder, 'child')))).toBe(true)
  })

  it('comes with a cancellation, whose signal is passed on', async () => {
    const cancel = new AbortController()
    const running = runCommand(
      command(`trap 'echo told > told; exit 1' INT\necho $$ > pid\nwhile true; do sleep 0.1; done`),
      host({ signal: cancel.signal, graceSeconds: 4 }),
    )
    const pid = await untilWritten(join(folder, 'pid'))
    cancel.abort('SIGINT')
    expect(await running).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } })
    expect(await untilWritten(join(folder, 'told'))).toBe('told')
    expect(await dies(pid)).toBe(true)
  })

  it('leaves no background process, not even one with a session of its own', async () => {
    const log = listening()
    const outcome = await runCommand(
      command('sleep 300 & echo $! > plain\nsetsid sleep 300 & sleep 0.1; pgrep -n -x sleep > apart'),
      host({ log }),
    )
    expect(outcome.status).toBe('done')
    expect(await dies(await untilWritten(join(folder, 'plain')))).toBe(true)
    expect(await dies(await untilWritten(join(folder, 'apart')))).toBe(true)
    expect(log.said).toContain('ended 2 processes that it left running')
  })

  it('leaves one that detaches, able to go on writing', async () => {
    const outcome = await runCommand(
      command(`(while true; do echo tick; echo t >> ticks; sleep 0.05; done) & echo $! > server\necho up`, {
        detaches: true,
      }),
      host(),
    )
    expect(outcome.status).toBe('done')
    expect(outcome.tail).toContain('up')
    const pid = await untilWritten(join(folder, 'server'))
    const ticks = async () => (await readFile(join(folder, 'ticks'), 'utf8').catch(() => '')).length
    const before = await ticks()
    while ((await ticks()) < before + 6) await sleep(20)
    expect(lives(pid)).toBe(true)
    process.kill(Number(pid), 'SIGKILL')
  })

  it('does not leave one that detaches when the command failed', async () => {
    await runCommand(command('sleep 300 & echo $! > server\nexit 1', { detaches: true }), host())
    expect(await dies(await untilWritten(join(folder, 'server')))).toBe(true)
  })

  it('does not touch processes of others', async () => {
    const other = spawn('sleep', ['300'])
    await runCommand(command('sleep 300 &'), host())
    expect(lives(String(other.pid))).toBe(true)
    other.kill('SIGKILL')
  })
})

describe('another attempt', () => {
  it('follows an exit code that says so, with the checkpoints of the one before', async () => {
    const checkpoints = join(folder, 'checkpoints')
    await mkdir(checkpoints)
    await writeFile(join(checkpoints, 'of-an-earlier-run'), '')
    const script =
      'echo x >> checkpoints/done; [ "$(wc -l < checkpoints/done)" -ge 3 ] || exit 75; ls checkpoints'
    const log = listening()
    const item = command(script, { keeps: [{ path: checkpoints }], retries: { exitCodes: [75], most: 2 } })
    const outcome = await runCommand(item, host({ log }))
    expect(outcome).toMatchObject({ status: 'done', attempts: 3, tail: 'done' })
    expect(log.said.join('\n')).toContain('exit code 75; attempt 2 of 3 begins')
  })

  it('does not follow another exit code, nor for ever', async () => {
    const retries = { exitCodes: [75], most: 1 }
    expect(await runCommand(command('exit 1', { retries }), host())).not.toHaveProperty('attempts')
    expect(await runCommand(command('exit 75', { retries }), host())).toMatchObject({
      status: 'failed',
      exitCode: 75,
      attempts: 2,
    })
  })
})

describe('what it used', () => {
  it('is the processor time of all of its processes', async () => {
    const busy = 'node -e "while (process.cpuUsage().user < 300_000);"'
    const outcome = await runCommand(command(`${busy} & ${busy} & wait`), host())
    expect(outcome.cpuSeconds).toBeGreaterThan(0.3)
    expect(outcome.cpuSeconds).toBeLessThan(30)
  })

  it('is no memory of this process, however much it prints', async () => {
    const before = process.memoryUsage().rss
    let bytes = 0
    const count = (chunk: Uint8Array) => {
      bytes += chunk.length
    }
    const log = { ...listening(), raw: count }
    const outcome = await runCommand(
      command('yes "a line of a very long log" | head -c 300000000 || true'),
      host({ log }),
    )
    expect(outcome.status).toBe('done')
    expect(bytes).toBe(300_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })
})
