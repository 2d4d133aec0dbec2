import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { artifactName } from '../record/artifact-name.ts'
import { evidenceOf, type ReadRecord, writeBundle } from '../record/bundle.ts'
import { recordFormat, type StageName } from '../record/common.ts'
import type { RecordOf, StageRecord } from '../record/record.ts'
import { type RecordRef, recordRefText } from '../runner/runner.ts'
import type { Finding, Ports, Stage } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import { suiteVersion } from '../version.ts'
import { carry } from './carry.ts'
import { exitCodeOf } from './exit-code.ts'
import { type CarriedError, evidenceFolder, type PlanFile } from './plan-file.ts'

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
  const name = plan.project?.config.name ?? 'unknown'
  const attempt = await ports.runner.nextAttempt(name, stage.name)
  const record = await completed(finding, stage.name, name, attempt, plan, ports)
  const bundle = await writeBundle(evidenceFolder(plan), record)
  const kept = await keep(bundle, name, ports)
  const blocks =
    plan.project && stage.blocks
      ? stage.blocks(record as RecordOf<StageName>, plan.project.config)
      : !record.passes
  const exitCode = exitCodeOf(record, blocks, error) || (kept.error ? 3 : 0)
  const told = kept.ref && !error && plan.skip === undefined ? await tell(stage, plan, bundle, ports) : {}
  const summary = kept.error ?? error
  if (summary) sayError(summary, ports)
  return {
    record,
    exitCode,
    outputs: {
      ...outputsOf(stage, record),
      ...told,
      verdict: record.verdict,
      passes: String(record.passes && !kept.error),
      record: kept.ref ? recordRefText(kept.ref) : '',
    },
  }
}

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
    const planned = {
      project: plan.project!,
      own: plan.own,
      context: plan.context,
      evidence: evidenceFolder(plan),
    }
    return { finding: await stage.conclude(planned, outcomes, ports) }
  } catch (thrown) {
    return failed(carry(thrown))
  }
}

function failed(error: CarriedError): Found {
  const { kind: _kind, ...document } = error
  return {
    finding: { verdict: 'error', passes: false, reason: error.message, built_on: [], error: document },
    error,
  }
}

async function completed(
  finding: Finding<StageName>,
  stage: StageName,
  name: string,
  attempt: number,
  plan: PlanFile,
  { runner }: Ports,
) {
  const folder = evidenceFolder(plan)
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  const paths = files
    .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'))
    .sort()
  const { observed, ...found } = finding
  return {
    ...found,
    schema: recordFormat,
    stage,
    name,
    run: { ...runner.run, attempt },
    ...(paths.length > 0 && { evidence: await Promise.all(paths.map((path) => evidenceOf(folder, path))) }),
    observed: {
      ...observed,
      started_at: plan.startedAt,
      finished_at: runner.now().toISOString(),
      suite_version: suiteVersion,
      host: runner.kind,
    },
  } as unknown as StageRecord
}

async function keep(
  bundle: ReadRecord,
  name: string,
  { runner }: Ports,
): Promise<{ ref?: RecordRef; error?: CarriedError }> {
  const { stage, run } = bundle.record
  const artifact = artifactName(name, stage, run)
  try {
    await runner.bundles.save(artifact, bundle.folder)
    const ref = { artifact, digest: bundle.digest }
    runner.handed.set(name, stage, ref)
    return { ref }
  } catch (thrown) {
    return { error: carry(thrown) }
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
    const planned = {
      project: plan.project!,
      own: plan.own,
      context: plan.context,
      evidence: evidenceFolder(plan),
    }
    return (await stage.tell(bundle as ReadRecord<RecordOf<StageName>>, planned, ports)).outputs
  } catch (thrown) {
    const { message, hint } = carry(thrown)
    ports.runner.log.warning(`Could not tell people about the verdict, which stands: ${message} ${hint}`)
    return {}
  }
}

function sayError({ message, hint, file, line, column }: CarriedError, { runner }: Ports): void {
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
