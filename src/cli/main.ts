import { Command } from 'commander'
import { configurationError } from '../errors.ts'
import { carry } from '../launch/carry.ts'
import { unplanned } from '../launch/unplanned.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { stageNames } from '../record/stage-name.ts'
import { suiteVersion } from '../version.ts'
import { withMeant } from './meant.ts'

const program: Command = new Command('modelassay')
  .description(
    'CI/CD for machine-learning models: data contracts, training, a statistical gate, registry, deployment, drift.',
  )
  .version(suiteVersion)
  // Or --version of register-model and deploy-model would print this program's own, and end well.
  .enablePositionalOptions()
  .showHelpAfterError('(run with --help for the options)')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(withMeant(text, program, process.argv[2])) })

/** What adds each command, loaded only where it is asked for: all of them take half as long again as one. */
const commands: Readonly<Record<string, () => Promise<void>>> = {
  ...Object.fromEntries(
    stageNames.map((name) => [
      name,
      async () => (await import('./stage-command.ts')).addStage(program, name),
    ]),
  ),
  contract: async () => (await import('./contract-command.ts')).addContract(program),
  show: async () => (await import('./show-command.ts')).addShow(program),
  'gate-test': async () => (await import('./gate-test-command.ts')).addGateTest(program),
  demo: async () => (await import('./demo-command.ts')).addDemo(program),
  plan: async () => (await import('./plan-command.ts')).addPlan(program),
  reproduce: async () => (await import('./reproduce-command.ts')).addReproduce(program),
}
/** What goes on beside all that a stage on tables loads and plans. */
const begun: Readonly<Record<string, () => Promise<void>>> = {
  'data-validate': async () =>
    (await import('./begin-engine.ts')).beginEngineToProfile(process.env, configOf(process.argv)),
  'drift-check': async () => (await import('./begin-engine.ts')).beginEngine(process.env),
}

const configOf = (args: readonly string[]) =>
  args[args.indexOf('--config') + 1 || Infinity] ?? 'modelassay.yml'

/** The command, as its process was asked; ends with the process's exit code set. */
export async function main(): Promise<void> {
  survivePipes()
  void begun[process.argv[2] ?? '']?.()

  // Help and mistakes need all of them.
  const asked = Object.entries(commands).filter(([name]) => name === process.argv[2])
  for (const [, load] of asked.length > 0 ? asked : Object.entries(commands)) await load()

  try {
    await program.parseAsync()
  } catch (thrown) {
    const { exitCode, code } = thrown as { exitCode?: number; code?: string }
    if (!code?.startsWith('commander.')) throw thrown
    process.exitCode = exitCode === 0 ? 0 : 2
    if (exitCode !== 0)
      printRefusal(process.argv.slice(2), withMeant((thrown as Error).message, program, process.argv[2]))
  }
}

/** A pipe or terminal that was closed early ends what is seen, and neither the work nor the program with a trace. */
function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && !(error.code === 'EIO' && stream.isTTY)) throw error
    })
}

/** A program that asked for a stage's record gets one for a command line that is none, too. */
function printRefusal([asked, ...options]: readonly string[], message: string): void {
  const stage = stageNames.find((name) => name === asked)
  if (stage === undefined || !options.includes('--json')) return
  const error = configurationError('command-line', message.replace(/^error: /, ''), {
    hint: `Run modelassay ${stage} --help for the options.`,
  })
  process.stdout.write(canonicalJson(unplanned(stage, carry(error), new Date())))
}
