import type { Command } from 'commander'
import { addContractDiff } from './contract-diff-command.ts'
import { addContractInfer } from './contract-infer-command.ts'
import { addContractUpdate } from './contract-update-command.ts'

/** `modelassay contract`: contracts are written from data, held against newer data, and compared. */
export function addContract(program: Command): void {
  const group = program
    .command('contract')
    .description(
      'Write a data contract from data, propose what newer data would change in it, and compare two.',
    )
    .showHelpAfterError('(run with --help for the options)')
  addContractInfer(group)
  addContractUpdate(group)
  addContractDiff(group)
}
