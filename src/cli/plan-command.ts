import type { Command } from 'commander'
import { cleanEnvironment } from '../process/environment.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { matrixOf } from '../train/many/matrix.ts'
import { planModels } from '../train/many/plan.ts'
import { planText } from '../train/many/plan-text.ts'
import { paletteFor } from './palette.ts'
import { withLocalPorts } from './with-local-ports.ts'

/** `modelassay plan`: which of the repository's models need work. */
export function addPlan(program: Command): void {
  program
    .command('plan')
    .description(
      'Find every modelassay.yml below this folder, and print which models need work and why: those whose code, data or parameters are not those of their last accepted training.',
    )
    .option('--all', 'plan every model, whatever is built')
    .option('--json', 'print {models, matrix} as JSON, and nothing else')
    .action(({ all, json }: { all?: boolean; json?: boolean }) =>
      withLocalPorts(process, async (ports) => {
        const models = await planModels(ports, cleanEnvironment(process.env), all ? 'all' : 'needed')
        process.stdout.write(
          json
            ? canonicalJson({ models, matrix: matrixOf(models) })
            : planText(models, paletteFor(process.stdout, process.env)),
        )
      }),
    )
}
