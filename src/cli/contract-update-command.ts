import type { Command } from 'commander'
import { refused } from './refused.ts'

export interface UpdateOptions {
  readonly minShare: string
  readonly environment?: string
  readonly tighten?: boolean
  readonly write?: boolean
}

/** `modelassay contract update`: what newer data would change in a contract, and what of them is an error. */
export function addContractUpdate(group: Command): void {
  group
    .command('update')
    .description(
      'Hold a contract to newer data: propose a change for what is news, with the evidence, and say what looks like an error.',
    )
    .argument('<contract>', 'the contract: a file of the suite’s own form')
    .argument('<files...>', 'files of a table, or patterns; together they are one table')
    .option('--min-share <share>', 'share of the rows from which on something is news and no error', '0.001')
    .option(
      '--environment <name>',
      'environment of the contract that the files are from: serving, for example',
    )
    .option('--tighten', 'propose rules, too, that the data keep and the contract does not have')
    .option('--write', 'change the contract after showing the proposals; without, nothing is written')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing to propose · 1 proposals · 2 configuration or input · 3 the outside world',
    )
    .action(async (contract: string, files: readonly string[], options: UpdateOptions) => {
      try {
        const { contractUpdate } = await import('./contract-update.ts')
        process.exitCode = await contractUpdate(contract, files, options, process)
      } catch (thrown) {
        process.exitCode = refused(thrown, process)
      }
    })
}
