import type { Command } from 'commander'

/** `modelassay demo`: the whole way of a model on this machine, with real output. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Walk the whole way of a model on this machine: validate, train, judge, register, deploy, a change that is blocked, a rollback, drift.',
    )
    .action(async () => {
      const { demo } = await import('./demo.ts')
      process.exitCode = await demo(process)
    })
}
