import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { declaredOutputs } from '../launch/declared-outputs.ts'
import { localPorts } from '../launch/local-ports.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { checkChain } from '../record/chain.ts'
import { lineageText } from '../report/lineage.ts'
import { newestRecords } from '../report/newest-records.ts'
import { counted } from '../report/number.ts'
import { paletteFor } from './palette.ts'
import { recordsToShow } from './records-to-show.ts'
import { withLocalPorts } from './with-local-ports.ts'
import type { LineageTargets } from './write-lineage.ts'

/** `modelassay show`: where a model comes from, from data and code to deployment. */
export function addShow(program: Command): void {
  program
    .command('show')
    .description(
      'Print the run record as a readable lineage: of this commit, of a registered version, or of a folder.',
    )
    .argument(
      '[what]',
      'a version (1.2.0), an alias (production), a folder of records, a commit that ran here, or the digest of a model or record that did; default: the runs of this commit',
    )
    .option('--config <file>', 'configuration file', 'modelassay.yml')
    .option('--token <token>', 'token for GitHub, where versions are registered there')
    .option('--all', 'show every time that a stage ran for the commit, and not the last alone')
    .option('--open', 'make the HTML report of the gate, and open it in the browser')
    .option('--json', 'print the records as a JSON list, and nothing else')
    .option(
      '--openlineage <to>',
      'write OpenLineage run events to a file, or post them to an http(s) address',
    )
    .option(
      '--provenance <file>',
      'write an in-toto statement with SLSA provenance of the model, ready to be signed',
    )
    .action(
      (
        what: string | undefined,
        options: {
          config: string
          token?: string
          all?: boolean
          open?: boolean
          json?: boolean
        } & LineageTargets,
      ) =>
        withLocalPorts(
          process,
          async (ports) => {
            const scratch = join(ports.runner.temp, 'shown')
            await mkdir(scratch, { recursive: true })
            const { records, ofCommit } = await recordsToShow(what, options.config, ports, scratch)
            checkChain(records)
            const shown = ofCommit && !options.all ? newestRecords(records) : records
            process.stdout.write(
              options.json
                ? canonicalJson(shown.map(({ record }) => record))
                : `${lineageText(shown, paletteFor(process.stdout, process.env))}${leftOut(records.length - shown.length)}`,
            )
            if (options.openlineage !== undefined || options.provenance !== undefined) {
              const { writeLineage } = await import('./write-lineage.ts')
              await writeLineage(shown, options, process)
            }
            if (options.open) {
              const { showReport } = await import('./show-report.ts')
              const told = await showReport(shown, ports.runner, process)
              ;(options.json ? process.stderr : process.stdout).write(told)
            }
          },
          async () => {
            const written = await declaredOutputs({ inputs: {} }, { config: options.config }, process.cwd())
            return localPorts(process, options.token, written)
          },
        ),
    )
}

const leftOut = (older: number) =>
  older === 0 ? '' : `\n${counted(older, 'older record')} of this commit: see all with --all.\n`
