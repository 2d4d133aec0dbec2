import type { Command } from 'commander'
import { refused } from './refused.ts'

export interface InferOptions {
  readonly output?: string
  readonly label?: readonly string[]
  readonly force?: boolean
}

/** `modelassay contract infer`: a first contract for data that has none. */
export function addContractInfer(group: Command): void {
  group
    .command('infer')
    .description('Write a commented contract for tables as they are, for a person to review.')
    .argument('<files...>', 'files of a table, or patterns; together they are one table')
    .option('--output <file>', 'file to write; default: standard output')
    .option('--label <column>', 'column that the model is to predict; again for each of several', collected)
    .option('--force', 'write over a file that is there already')
    .addHelpText('after', '\nExit codes: 0 written · 2 configuration or input · 3 the outside world')
    .action(async (files: readonly string[], options: InferOptions) => {
      try {
        const { contractInfer } = await import('./contract-infer.ts')
        await contractInfer(files, options, process)
      } catch (thrown) {
        process.exitCode = refused(thrown, process)
      }
    })
}

// Not one option with many values: it would swallow the files that stand behind it.
const collected = (value: string, before: readonly string[] = []) => [...before, value]
