import { type Command, Option } from 'commander'
import { inputsOf } from '../launch/action-yml.ts'
import { runStage } from '../launch/command.ts'
import { localPorts } from '../launch/local-ports.ts'
import { loadStage } from '../launch/stages.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { StageName } from '../record/common.ts'
import { terminalText } from '../report/terminal.ts'
import { paletteFor } from './palette.ts'

/** A stage as a subcommand: the inputs of its action are its options, under the same names. */
export async function addStage(program: Command, name: StageName): Promise<void> {
  const stage = await loadStage(name)
  const command = program.command(name).description(stage.description)
  for (const [input, { description, default: value }] of Object.entries(inputsOf(stage))) {
    // The token's default is an expression of workflows; here it comes from the environment.
    const option = new Option(`--${input} <value>`, description)
    command.addOption(value && input !== 'token' ? option.default(value) : option)
  }
  command.option('--json', 'print the stage record, and nothing else, on standard output')
  command.addHelpText(
    'after',
    '\nExit codes: 0 passes · 1 does not pass · 2 configuration or input · 3 the outside world',
  )
  command.action(async (_options, self: Command) => {
    const given = givenOf(self, Object.keys(inputsOf(stage)))
    const ports = await localPorts(process, given.token)
    const { record, exitCode } = await runStage(name, given, ports, process)
    process.exitCode = exitCode
    process.stdout.write(
      self.opts().json
        ? canonicalJson(record)
        : terminalText(record, paletteFor(process.stdout, process.env)),
    )
  })
}

function givenOf(command: Command, inputs: readonly string[]): Record<string, string> {
  const options = command.opts<Record<string, string | undefined>>()
  const camel = (input: string) => input.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(inputs.map((input) => [input, options[camel(input)] ?? '']))
}
