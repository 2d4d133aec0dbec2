import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { configurationError } from '../errors.ts'
import type { CommandItem, Outcome } from '../stage/work.ts'
import type { CommandHost } from './command-host.ts'
import { awaitEnding } from './ending.ts'
import { cleanEnvironment, fileCommands, newMark, processMark } from './environment.ts'
import { heartbeat } from './heartbeat.ts'
import { secretsOf } from './masking.ts'
import { moveFolder } from './move-folder.ts'
import { cancelled, outcomeOf, unstartable } from './outcome.ts'
import { filedOutput, pipedOutput } from './output.ts'
import { watchMemory } from './peak-memory.ts'
import { withSearchPathsOf } from './search-paths.ts'
import { secretsIn } from './secrets.ts'
import { invocation } from './shell.ts'
import { endSurvivors, type TreeRoot } from './tree.ts'

/**
 * Runs a command of the user's: in a clean environment, as a process tree of its own of which nothing survives unless
 * it `detaches`, with its output in the log as it comes. Never throws for what the command does.
 */
export async function runCommand(item: CommandItem, host: CommandHost): Promise<Outcome> {
  const began = host.now()
  const seconds = () => Math.max(0, (host.now().getTime() - began.getTime()) / 1000)
  const group = host.log.group(item.title)
  try {
    return { id: item.id, ...(await attempts(item, host)), seconds: seconds() }
  } catch (error) {
    return { id: item.id, status: 'failed', seconds: seconds(), error: unstartable(item, error) }
  } finally {
    group.end()
  }
}

/** Runs it again after an exit code that says that another attempt may end better. */
async function attempts(item: CommandItem, host: CommandHost): Promise<Omit<Outcome, 'id' | 'seconds'>> {
  const { exitCodes, most } = item.retries ?? { exitCodes: [], most: 0 }
  for (const { path, from } of item.keeps ?? []) {
    await rm(path, { recursive: true, force: true })
    if (from !== undefined) await moveFolder(from, path)
  }
  for (let attempt = 1; ; attempt++) {
    const outcome = await run(item, host)
    const again =
      outcome.status === 'failed' && outcome.exitCode !== undefined && exitCodes.includes(outcome.exitCode)
    if (!again || attempt > most || host.signal?.aborted)
      return attempt === 1 ? outcome : { ...outcome, attempts: attempt }
    host.log.warning(
      `${item.title} ended with exit code ${outcome.exitCode}; attempt ${attempt + 1} of ${most + 1} begins.`,
    )
  }
}

async function run(item: CommandItem, host: CommandHost): Promise<Omit<Outcome, 'id' | 'seconds'>> {
  if (host.signal?.aborted) return { status: 'cancelled', error: cancelled(item) }
  await prepare(item)
  const scratch = await mkdtemp(join(host.scratch, 'command-'))
  const mark = newMark()
  const clean = cleanEnvironment(host.env)
  const env: Record<string, string> = {
    ...(item.tree ? await withSearchPathsOf(item.tree, clean) : clean),
    ...(await fileCommands(join(scratch, 'file-commands'))),
    // The runner ends what carries its mark when the job ends; what is meant to go on must not carry it.
    ...(item.detaches ? { RUNNER_TRACKING_ID: '' } : {}),
    ...item.env,
    [processMark]: mark,
  }
  const { file, args, verbatim } = await invocation(item.shell, item.run, env.PATH ?? env.Path ?? '')
  const secrets = secretsOf(secretsIn({ ...host.env, ...item.env }))
  const output = item.detaches
    ? await filedOutput(join(scratch, 'output.log'), host.log, secrets)
    : pipedOutput(host.log, secrets)
  const child = spawn(file, args, {
    cwd: item.cwd,
    env,
    stdio: ['ignore', ...output.stdio],
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: verbatim,
  })
  output.attach(child)
  const root: TreeRoot = { pid: child.pid ?? 0, mark }
  // Before anything is awaited: a command may have ended by then.
  const ended = awaitEnding(child, item, root, host)
  await host.underWay?.(root)
  const memory = watchMemory(root)
  const beat = heartbeat(host, output, memory)
  const ending = await ended
  beat.stop()
  const goesOn = item.detaches && ending.how === 'exited' && ending.code === 0
  const left = child.pid && !goesOn ? await endSurvivors(root) : 0
  if (left > 0) host.log.info(`ended ${left === 1 ? 'a process' : `${left} processes`} that it left running`)
  await host.underWay?.(undefined)
  await output.finish()
  const used = await memory.stop()
  const tail = output.tail()
  return {
    ...(await outcomeOf(item, ending)),
    ...(tail ? { tail } : {}),
    ...used,
  }
}

/** Removes leftovers and makes folders, but never the ground that the command stands on. */
async function prepare({ clears, makes, keeps = [], cwd }: CommandItem): Promise<void> {
  if (!(await stat(cwd).catch(() => undefined))?.isDirectory())
    throw configurationError('folder-missing', `the command's folder does not exist: ${cwd}`, {
      hint: 'Check out the repository before this step, and check the paths in the configuration.',
    })
  for (const path of clears) {
    const target = resolve(path)
    if (`${resolve(cwd)}${sep}`.startsWith(target.endsWith(sep) ? target : `${target}${sep}`))
      throw configurationError(
        'output-is-workspace',
        `${path} holds the folder that the command runs in, so it cannot be cleared before it`,
        { hint: 'Let the command write into a folder of its own, for example model/.' },
      )
    await rm(target, { recursive: true, force: true })
  }
  for (const path of [...makes, ...keeps.map(({ path }) => path)]) await mkdir(path, { recursive: true })
}
