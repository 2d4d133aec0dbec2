import { type Command, Option } from 'commander'
import { refused } from './refused.ts'

/** Whom a change must break for the command to end with 1. */
const failOn = ['any', 'model', 'producer', 'never'] as const

export interface DiffOptions {
  readonly failOn: (typeof failOn)[number]
  readonly table?: string
  readonly label?: readonly string[]
  readonly json?: boolean
}

/** `modelassay contract diff`: what a new contract means for a model and for who makes the data. */
export function addContractDiff(group: Command): void {
  group
    .command('diff')
    .description(
      'Compare two contracts: which changes break a model that was trained under the old one, and which break data that was valid.',
    )
    .argument(
      '<old>',
      'contract: modelassay, Data Package (datapackage.json) or Open Data Contract (*.odcs.yaml)',
    )
    .argument('<new>', 'contract of any of these formats')
    .option('--table <name>', 'resource or object to compare, where a file describes several')
    .option('--label <column...>', 'columns that the model predicts, and does not read')
    .addOption(
      new Option('--fail-on <whom>', 'whom a change must break for exit code 1')
        .choices(failOn)
        .default('any'),
    )
    .option('--json', 'print the changes as JSON, and nothing else')
    .addHelpText(
      'after',
      '\nExit codes: 0 breaks nothing · 1 breaks something (see --fail-on) · 2 configuration or input · 3 the outside world',
    )
    .action(async (old: string, now: string, options: DiffOptions) => {
      try {
        const { contractDiff } = await import('./contract-diff.ts')
        process.exitCode = await contractDiff(old, now, options, process)
      } catch (thrown) {
        process.exitCode = refused(thrown, process)
      }
    })
}
