import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { artifactName } from '../record/artifact-name.ts'
import { evidenceOf, makeRoom, type ReadRecord, writeBundle } from '../record/bundle.ts'
import type { ErrorOfRecord } from '../record/error.ts'
import { recordFormat } from '../record/every-record.ts'
import type { Evidence } from '../record/evidence.ts'
import type { RecordOf, StageRecord } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import { type RecordRef, recordRefText } from '../runner/runner.ts'
import type { Finding, Planned, Ports, Stage } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import { suiteVersion } from '../version.ts'
import { carry } from './carry.ts'
import { exitCodeOf } from './exit-code.ts'
import { type CarriedError, evidenceFolder, type PlanFile } from './plan-file.ts'
import { toldOfNoFile } from './without-config.ts'

export interface Conclusion {
  readonly record: StageRecord
  readonly outputs: Readonly<Record<string, string>>
  readonly exitCode: 0 | 1 | 2 | 3
}

/**
 * From outcomes to a stored record, then to people. The order is the promise: the verdict is decided and kept before
 * anything is posted, and posting cannot change it.
 */
export async function concludeStage(
  stage: Stage,
  plan: PlanFile,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<Conclusion> {
  const { finding, error } = await findingOf(stage, plan, outcomes, ports)
  const kept = await keep(finding, stage, plan, ports)
  if ('unkept' in kept) return lost(stage, kept, error, ports)
  const { bundle, ref } = kept
  const { record } = bundle
  const blocks =
    plan.project && stage.blocks
      ? stage.blocks(record as RecordOf<StageName>, plan.project.config)
      : !record.passes
  const exitCode = exitCodeOf(record, blocks, error)
  const told = plan.project && plan.skip === undefined ? await tell(stage, plan, bundle, ports) : {}
  const problem = error ?? record.error
  if (problem) sayError(problem, ports)
  return {
    record,
    exitCode,
    outputs: { ...resultOf(stage, record), ...told, record: recordRefText(ref) },
  }
}

/** A record that could not be stored is no verdict: nothing may build on it, and it says why itself. */
function lost(
  stage: Stage,
  { unkept, because }: Lost,
  error: CarriedError | undefined,
  ports: Ports,
): Conclusion {
  if (error) ports.runner.log.warning(`The record could not be stored: ${because.message}`)
  const told = error ?? because
  sayError(told, ports)
  const record = { ...unkept, ...asVerdict(told) } as StageRecord
  return {
    record,
    exitCode: exitCodeOf(record, true, told),
    outputs: { ...resultOf(stage, record), record: '' },
  }
}

const resultOf = (stage: Stage, record: StageRecord) => ({
  ...outputsOf(stage, record),
  verdict: record.verdict,
  passes: String(record.passes),
})

type Problem = ErrorOfRecord

interface Found {
  readonly finding: Finding<StageName>
  readonly error?: CarriedError
}

async function findingOf(
  stage: Stage,
  plan: PlanFile,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<Found> {
  if (plan.error) return failed(plan.error)
  if (plan.skip !== undefined)
    return { finding: { verdict: 'skipped', passes: false, reason: plan.skip, built_on: [] } }
  try {
    return { finding: await stage.conclude(plannedOf(plan), outcomes, ports) }
  } catch (thrown) {
    const error = carry(thrown)
    return failed(plan.project?.file === undefined ? toldOfNoFile(error) : error)
  }
}

function failed(error: CarriedError): Found {
  return { finding: { ...asVerdict(error), built_on: [] }, error }
}

function asVerdict({ kind: _kind, ...error }: CarriedError) {
  return { verdict: 'error' as const, passes: false, reason: error.message, error }
}

function completed(
  finding: Finding<StageName>,
  stage: StageName,
  attempt: number,
  evidence: readonly Evidence[],
  plan: PlanFile,
  { runner }: Ports,
): StageRecord {
  const { observed, ...found } = finding
  return {
    ...found,
    schema: recordFormat,
    stage,
    name: nameOf(plan),
    run: { ...runner.run, attempt },
    ...(evidence.length > 0 && { evidence: [...evidence] }),
    observed: {
      ...observed,
      started_at: plan.startedAt,
      finished_at: runner.now().toISOString(),
      suite_version: suiteVersion,
      host: runner.kind,
    },
  } as unknown as StageRecord
}

const nameOf = ({ project, name = 'unknown' }: PlanFile) => project?.config.name ?? name

async function evidenceIn(folder: string): Promise<Evidence[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  const paths = files
    .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'))
    .sort()
  return Promise.all(paths.map((path) => evidenceOf(folder, path)))
}

interface Kept {
  readonly bundle: ReadRecord
  readonly ref: RecordRef
}

interface Lost {
  readonly unkept: StageRecord
  readonly because: CarriedError
}

async function keep(
  finding: Finding<StageName>,
  { name: stage, keptAs = () => stage }: Pick<Stage, 'name' | 'keptAs'>,
  plan: PlanFile,
  ports: Ports,
): Promise<Kept | Lost> {
  const { runner } = ports
  let record = completed(finding, stage, runner.run.attempt, [], plan, ports)
  try {
    const kind = keptAs(plan.own)
    const attempt = await runner.nextAttempt(record.name, kind)
    const folder = evidenceFolder(plan)
    await makeRoom(folder)
    record = completed(finding, stage, attempt, await evidenceIn(folder), plan, ports)
    const bundle = await writeBundle(folder, record)
    const artifact = artifactName(record.name, kind, record.run)
    await runner.bundles.save(artifact, folder)
    const ref = { artifact, digest: bundle.digest }
    runner.handed.set(record.name, kind, ref)
    return { bundle, ref }
  } catch (thrown) {
    return { unkept: record, because: carry(thrown) }
  }
}

async function tell(
  stage: Stage,
  plan: PlanFile,
  bundle: ReadRecord,
  ports: Ports,
): Promise<Readonly<Record<string, string>>> {
  if (!stage.tell) return {}
  try {
    return (await stage.tell(bundle as ReadRecord<RecordOf<StageName>>, plannedOf(plan), ports)).outputs
  } catch (thrown) {
    const { message, hint } = carry(thrown)
    ports.runner.log.warning(`Could not tell people about the verdict, which stands: ${message} ${hint}`)
    return {}
  }
}

/** A plan as its stage made it; only where it could be made. */
const plannedOf = (plan: PlanFile): Planned<unknown> => ({
  project: plan.project!,
  own: plan.own,
  context: plan.context,
  evidence: evidenceFolder(plan),
})

function sayError({ others = [], ...first }: Problem, { runner }: Ports): void {
  for (const { message, hint, file, line, column } of [first, ...others])
    runner.log.annotate({
      level: 'error',
      message: `${message}\n${hint}`,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })
}

const outputsOf = (stage: Stage, record: StageRecord) =>
  Object.fromEntries(
    Object.entries(stage.outputs).map(([name, { value }]) => [
      name,
      value?.(record as RecordOf<StageName>) ?? '',
    ]),
  )
