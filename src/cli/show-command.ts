import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { configurationError } from '../errors.ts'
import { declaredOutputs } from '../launch/declared-outputs.ts'
import { type LocalPorts, localPorts } from '../launch/local-ports.ts'
import { openProject } from '../launch/open-project.ts'
import { type ReadRecord, readBundle } from '../record/bundle.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { checkChain } from '../record/chain.ts'
import type { StageRecord } from '../record/record.ts'
import { stageNames } from '../record/stage-name.ts'
import { openRegistry } from '../registry/open.ts'
import { lineageText } from '../report/lineage.ts'
import { newestRecords } from '../report/newest-records.ts'
import { counted } from '../report/number.ts'
import type { Ports } from '../stage/stage.ts'
import { paletteFor } from './palette.ts'
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
      'a version (1.2.0), an alias (production), a folder of records, or the digest of a model or record that ran here; default: the runs of this commit',
    )
    .option('--config <file>', 'configuration file', 'modelassay.yml')
    .option('--token <token>', 'token for GitHub, where versions are registered there')
    .option('--all', 'show every time that a stage ran for this commit, and not the last alone')
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
            const records = await recordsOf(what, options.config, ports, scratch)
            checkChain(records)
            const shown = what === undefined && !options.all ? newestRecords(records) : records
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

async function recordsOf(
  what: string | undefined,
  config: string,
  ports: Ports,
  scratch: string,
): Promise<ReadRecord[]> {
  if (what === undefined) return ofThisRun(ports, scratch)
  if (/^sha256:[0-9a-f]{8,64}$/.test(what) && 'runs' in ports.runner) {
    const ofDigest = await recordsOfDigest(what, (ports as LocalPorts).runner.runs)
    if (ofDigest.length > 0) return ofDigest
  }
  const inFolder = await recordsIn(what)
  if (inFolder.length > 0) return inFolder
  const { project } = await openProject({ inputs: {} }, { config }, ports)
  const registry = await openRegistry(project, ports)
  const { name } = project.config
  const aliases = await registry.aliases(name)
  const versions = (await registry.versions(name)).map(({ version }) => version)
  const version = aliases[what] ?? versions.find((known) => known === what.replace(/^v/, ''))
  if (version === undefined)
    throw configurationError(
      'unknown-version',
      `${what} is no folder of records, and no version or alias of ${name}`,
      {
        hint: `Known: ${[...Object.keys(aliases), ...versions].join(', ') || 'nothing is registered yet'}.`,
      },
    )
  await registry.fetchRecords(name, version, scratch)
  return recordsIn(join(scratch, 'records'))
}

/** Records of the newest run of this folder that has this digest: of a model, or of a record. */
async function recordsOfDigest(digest: string, runs: string): Promise<ReadRecord[]> {
  const found: { readonly records: ReadRecord[]; readonly at: string }[] = []
  for (const run of await readdir(runs).catch(() => [])) {
    const records = await recordsIn(join(runs, run))
    const its = records.filter(
      ({ digest: own, record }) => own.startsWith(digest) || modelDigestOf(record).startsWith(digest),
    )
    if (its.length > 0) found.push({ records: its, at: its.at(-1)!.record.observed.finished_at })
  }
  return found.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.records ?? []
}

const modelDigestOf = (record: StageRecord): string =>
  'model_digest' in record && typeof record.model_digest === 'string' ? record.model_digest : ''

/** Artifacts of a stage, of whatever model, seed, leg and attempt; the others hold models and reports. */
const holdsRecord = new RegExp(`-(${stageNames.join('|')})(-seed-\\d+)?(-[0-9a-f]{8})?-\\d+$`)

async function ofThisRun({ runner }: Ports, scratch: string): Promise<ReadRecord[]> {
  const bundles = (await runner.bundles.ofThisRun()).filter(({ name }) => holdsRecord.test(name))
  if (bundles.length === 0)
    throw configurationError('no-records', 'no stage has run here for this commit', {
      hint: 'Run one first, for example `modelassay data-validate`, or name a version.',
    })
  const records: ReadRecord[] = []
  for (const [i, bundle] of bundles.entries()) {
    await runner.bundles.fetch(bundle, join(scratch, String(i)))
    records.push(await readBundle(join(scratch, String(i))))
  }
  return records
}

/** Records in the folders directly below a folder; none when it is not one. */
async function recordsIn(folder: string): Promise<ReadRecord[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  const read = await Promise.allSettled(folders.map((path) => readdir(path)))
  const holding = folders.filter(
    (_, i) =>
      read[i]?.status === 'fulfilled' &&
      (read[i] as PromiseFulfilledResult<string[]>).value.includes('record.json'),
  )
  return Promise.all(holding.map((path) => readBundle(path)))
}
