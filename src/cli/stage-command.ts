import { type Command, Option } from 'commander'
import { inputsOf } from '../launch/action-yml.ts'
import { carry } from '../launch/carry.ts'
import { type CommandResult, runStage } from '../launch/command.ts'
import { declaredOutputs } from '../launch/declared-outputs.ts'
import { localPorts } from '../launch/local-ports.ts'
import { loadStage } from '../launch/stages.ts'
import { unplanned } from '../launch/unplanned.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { StageRecord } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import { softened } from '../report/softened.ts'
import { terminalText } from '../report/terminal/terminal.ts'
import { visible } from '../report/visible.ts'
import { paletteFor } from './palette.ts'

const named = 6
const longest = 1000

/** A stage as a subcommand: the inputs of its action are its options, under the same names. */
export async function addStage(program: Command, name: StageName): Promise<void> {
  const stage = await loadStage(name)
  const command = program.command(name).description(stage.description)
  for (const [input, { description, default: value, form, alone }] of Object.entries(inputsOf(stage))) {
    // The token's default is an expression of workflows; a laptop has none.
    const option = new Option(`--${input} ${alone === undefined ? '<value>' : '[value]'}`, description)
    if (alone !== undefined) option.preset(alone)
    if (form === 'tables' || form === 'list') option.argParser(asOneList)
    command.addOption(value && input !== 'token' ? option.default(value) : option)
  }
  command.option('--json', 'print the stage record, and nothing else, on standard output')
  if (name === 'train')
    command.option(
      '--explain',
      'train nothing: print what the fingerprint is made of, and what changed since the last training',
    )
  command.addHelpText(
    'after',
    '\nExit codes: 0 passes · 1 does not pass · 2 configuration or input · 3 the outside world',
  )
  command.action(async (_options, self: Command) => {
    const given = givenOf(self, Object.keys(inputsOf(stage)))
    const { json, explain } = self.opts<{ json?: boolean; explain?: boolean }>()
    if (explain) return explainHere(name, given, json ? 'json' : 'text')
    const { record, exitCode, kept, report } = await resultOf(name, given)
    process.exitCode = exitCode
    printRecord(record, exitCode, json ? 'json' : 'text', { kept, report })
  })
}

async function explainHere(name: StageName, given: Readonly<Record<string, string>>, form: 'json' | 'text') {
  const { printExplanation } = await import('./explain-train.ts')
  await printExplanation(given, form, () => portsFor(name, given), process)
}

/** What an option of a list is given each time that it stands there. */
const asOneList = (given: string, before: string | undefined) =>
  before === undefined ? given : `${before}\n${given}`

/** For a program on standard output, with the text for people beside it on standard error; or for people alone. */
export function printRecord(
  record: StageRecord,
  exitCode: number,
  form: 'json' | 'text',
  { kept, report }: { readonly kept?: string | undefined; readonly report?: string | undefined } = {},
): void {
  const people = form === 'json' ? process.stderr : process.stdout
  const width = people.isTTY ? people.columns : undefined
  people.write(terminalText(record, paletteFor(people, process.env), width))
  if (kept !== undefined) people.write(`\n  ${keptText(kept, record)}\n`)
  if (report !== undefined) people.write(`  Report: ${visible(report, longest)}\n`)
  const quiet = exitCode === 0 ? softened(record) : undefined
  if (quiet !== undefined) people.write(`\n  ${quiet}\n`)
  if (form === 'json') process.stdout.write(canonicalJson(record))
}

/** Where the record is, and what to open beside it. */
function keptText(folder: string, { evidence = [] }: StageRecord): string {
  const files = ['record.json', ...evidence.map(({ path }) => path)]
  const more = files.length > named ? ` and ${files.length - named} more` : ''
  return `Kept in ${visible(folder, longest)}: ${visible(files.slice(0, named).join(', '), longest)}${more}`
}

/** What goes wrong before or beside the stage itself has a record, too: a program that reads it finds the reason. */
async function resultOf(name: StageName, given: Readonly<Record<string, string>>): Promise<CommandResult> {
  try {
    return await runStage(name, given, await portsFor(name, given), process)
  } catch (thrown) {
    const error = carry(thrown)
    return { record: unplanned(name, error, new Date()), exitCode: error.kind === 'outside' ? 3 : 2 }
  }
}

async function portsFor(name: StageName, given: Readonly<Record<string, string>>) {
  const written = await declaredOutputs(await loadStage(name), given, process.cwd())
  return localPorts(process, given.token, written)
}

function givenOf(command: Command, inputs: readonly string[]): Record<string, string> {
  const options = command.opts<Record<string, string | undefined>>()
  const camel = (input: string) => input.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(inputs.map((input) => [input, options[camel(input)] ?? '']))
}
