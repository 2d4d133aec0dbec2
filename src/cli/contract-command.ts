import type { Command } from 'commander'
import { addContractInfer } from './contract-infer-command.ts'

/** `modelassay contract`: contracts are written from data, held against newer data, and compared. */
export function addContract(program: Command): void {
  const group = program
    .command('contract')
    .description('Write a data contract from data, and propose what newer data would change in it.')
    .showHelpAfterError('(run with --help for the options)')
  addContractInfer(group)
}
