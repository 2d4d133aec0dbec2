import { EventEmitter } from 'node:events'
import { paletteFor } from '../../src/cli/palette.ts'
import { inputsOf } from '../../src/launch/action-yml.ts'
import { carry } from '../../src/launch/carry.ts'
import { type CommandResult, runStage } from '../../src/launch/command.ts'
import { declaredOutputs } from '../../src/launch/declared-outputs.ts'
import { localPorts } from '../../src/launch/local-ports.ts'
import { loadStage } from '../../src/launch/stages.ts'
import { unplanned } from '../../src/launch/unplanned.ts'
import { parseRecord } from '../../src/record/bundle.ts'
import { canonicalJson } from '../../src/record/canonical-json.ts'
import { type StageName, stageNames } from '../../src/record/stage-name.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { engineCache } from '../tables/engine-for-tests.ts'
import { environment, type Ran, type RunOptions, type Workplace } from './command.ts'

/** A workplace whose stages run in the process of the tests, but for those of a line for the shell. */
export interface StagesHere extends Workplace {
  /** one after the other until one does not pass, as `&&` does in a shell */
  all(...stages: readonly StageName[]): Promise<Ran>
}

/**
 * Has the stages of a workplace run as the command runs them, without a process for each: starting one and checking its
 * engine takes most of the time of a small stage. For tests of what stages do, not of how they are called.
 */
export function stagesHere(place: Workplace): StagesHere {
  const run = async (args: readonly string[], { env }: RunOptions = {}) => {
    const host = hostIn(place.folder, environment(env))
    const { record, exitCode: code } = await resultOf(args, host)
    return {
      record,
      code,
      log: host.written(),
      told: terminalText(record, paletteFor(host.stderr, host.env)),
    }
  }
  const modelassay = async (args: readonly string[], options?: RunOptions): Promise<Ran> => {
    const { code, log, told } = await run(args, options)
    return { code, stdout: told, stderr: log, said: `${log}${told}` }
  }
  return {
    ...place,
    modelassay,
    async json(args, options) {
      const { record, code, log, told } = await run(args, options)
      const [stdout, stderr] = [canonicalJson(record), `${log}${told}`]
      const ran = { code, stdout, stderr, said: `${stderr}${stdout}` }
      return { ran, record: await parseRecord(stdout, `the record, beside ${stderr}`) }
    },
    async all(...stages) {
      const ended: Ran[] = []
      for (const stage of stages) if (!ended.at(-1)?.code) ended.push(await modelassay([stage]))
      const textOf = (stream: 'stdout' | 'stderr' | 'said') => ended.map((ran) => ran[stream]).join('')
      return {
        code: ended.at(-1)!.code,
        stdout: textOf('stdout'),
        stderr: textOf('stderr'),
        said: textOf('said'),
      }
    },
  }
}

type Host = ReturnType<typeof hostIn>

/** What a process has that a stage asks for. */
function hostIn(folder: string, env: Readonly<Record<string, string>>) {
  const texts: string[] = []
  return Object.assign(new EventEmitter(), {
    cwd: () => folder,
    env,
    stderr: { write: (text: string) => texts.push(text) } as unknown as NodeJS.WriteStream & { fd: 2 },
    written: () => texts.join(''),
  })
}

async function resultOf([asked, ...options]: readonly string[], host: Host): Promise<CommandResult> {
  const name = stageNames.find((stage) => stage === asked)!
  const stage = await loadStage(name)
  const given: Record<string, string> = Object.fromEntries(
    Object.entries(inputsOf(stage)).map(([input, { default: value }]) => [
      input,
      input === 'token' ? '' : (value ?? ''),
    ]),
  )
  for (let i = 0; i < options.length; i += 2) given[options[i]!.slice('--'.length)] = options[i + 1]!
  try {
    const ports = await localPorts(host, given.token, await declaredOutputs(stage, given, host.cwd()))
    const runner = { ...ports.runner, engine: { cache: engineCache } }
    return await runStage(name, given, { ...ports, runner }, host as unknown as NodeJS.Process)
  } catch (thrown) {
    const error = carry(thrown)
    return { record: unplanned(name, error, new Date()), exitCode: error.kind === 'outside' ? 3 : 2 }
  }
}
