import type { Command } from 'commander'
import { gateTestAnswer, gateTestText } from '../evaluate-gate/gate-test/gate-test-text.ts'
import { runGateTest } from '../evaluate-gate/gate-test/run-gate-test.ts'
import { evaluateGate } from '../evaluate-gate/stage.ts'
import { inputsOf } from '../launch/action-yml.ts'
import { openProject } from '../launch/open-project.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { paletteFor } from './palette.ts'
import { withLocalPorts } from './with-local-ports.ts'

const options = ['predictions', 'task', 'positive', 'rules', 'inconclusive', 'config'] as const

/** `modelassay gate-test`: proof that the gate can go red, and how bad a model has to be for it. */
export function addGateTest(program: Command): void {
  const command = program
    .command('gate-test')
    .description(
      'Show that the gate can go red: spoil the predictions step by step, judge each against the originals by the rules of the gate, and say from which loss on it blocks.',
    )
  const described = inputsOf(evaluateGate)
  for (const name of options)
    command.option(`--${name} <value>`, described[name]!.description, described[name]!.default)
  command
    .option(
      '--baselines <value>',
      'Taken as evaluate-gate takes it, and not looked at: the predictions themselves are the baseline.',
    )
    .option('--json', 'print the steps as JSON, and nothing else')
    .addHelpText('after', '\nExit codes: 0 the gate can go red · 1 it cannot · 2 configuration or input')
    .action(async (given: Record<string, string> & { json?: true }) => {
      const { json, baselines: _, ...inputs } = given
      await withLocalPorts(process, async (ports) => {
        const { project } = await openProject(evaluateGate, inputs, ports)
        const tested = await runGateTest(project, ports.runner)
        const { tone } = gateTestAnswer(tested.steps)
        process.exitCode = tone === 'good' ? 0 : 1
        process.stdout.write(
          json
            ? canonicalJson({ name: project.config.name, ...tested, can_go_red: tone === 'good' })
            : gateTestText(project.config.name, tested, paletteFor(process.stdout, process.env)),
        )
      })
    })
}
