#!/usr/bin/env node
import { Command } from 'commander'
import { stageNames } from '../record/common.ts'
import { suiteVersion } from '../version.ts'
import { addDemo } from './demo-command.ts'
import { addShow } from './show-command.ts'
import { addStage } from './stage-command.ts'

/** A pipe that was closed early (`| head`) ends the output, not the program with a trace. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const program = new Command('modelassay')
  .description(
    'CI/CD for machine-learning models: data contracts, training, a statistical gate, registry, deployment, drift.',
  )
  .version(suiteVersion)
  .showHelpAfterError('(run with --help for the options)')
  .exitOverride()

for (const name of stagesFor(process.argv[2])) await addStage(program, name)
addShow(program)
addDemo(program)

try {
  await program.parseAsync()
} catch (thrown) {
  const { exitCode, code } = thrown as { exitCode?: number; code?: string }
  if (!code?.startsWith('commander.')) throw thrown
  process.exitCode = exitCode === 0 ? 0 : 2
}

/** A stage that was asked for is loaded alone, and none for another command; help and mistakes need all of them. */
function stagesFor(asked: string | undefined) {
  if (asked === 'show' || asked === 'demo') return []
  const named = stageNames.filter((name) => name === asked)
  return named.length > 0 ? named : stageNames
}
