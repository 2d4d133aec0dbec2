import type { ReadRecord } from '../record/bundle.ts'
import type { StageRecord } from '../record/record.ts'
import { stageNames } from '../record/stage-name.ts'
import { factsOf } from './facts.ts'
import { stageHeadline } from './stage-words.ts'
import type { Palette } from './terminal/palette.ts'
import { visible } from './visible.ts'

/**
 * The run record as a readable lineage: stage after stage, what each found, and what it built on by digest. A link to
 * a record that is among them is shown by its stage's name.
 */
export function lineageText(records: readonly ReadRecord[], palette: Palette): string {
  const stages = new Map(records.map(({ digest, record }) => [digest, record.stage]))
  const ordered = [...records].sort((a, b) => order(a.record) - order(b.record))
  return ordered.map((read) => section(read, stages, palette)).join('\n')
}

const order = ({ stage }: StageRecord) => stageNames.indexOf(stage)

function section(
  { record, digest }: ReadRecord,
  stages: ReadonlyMap<string, string>,
  palette: Palette,
): string {
  const { tone } = stageHeadline(record)
  const lines = [
    `${palette.strong(record.stage)}  ${palette[tone](record.verdict)}  ${palette.faint(short(digest))}`,
    `  ${visible(record.reason, 500)}`,
    `  ${palette.faint(runText(record))}`,
    ...factsOf(record).map(({ label, value }) => `  ${palette.faint(visible(label))} ${visible(value)}`),
    ...record.built_on.map(({ kind, name, digest: of }) => {
      const stage = kind === 'record' ? stages.get(of) : undefined
      return `  ${palette.faint('built on')} ${stage ? "this run's " : ''}${visible(name)} ${palette.faint(short(of))}`
    }),
    ...(record.evidence ?? []).map(
      ({ path, digest: of }) => `  ${palette.faint('evidence')} ${visible(path)} ${palette.faint(short(of))}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function runText({ run, observed }: StageRecord): string {
  const parts = [
    `run ${shortRun(run.id)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
    run.event,
    run.sha && `commit ${run.sha.slice(0, 7)}${run.dirty ? ' with uncommitted changes' : ''}`,
    observed.finished_at,
  ]
  return visible(parts.filter((part) => part).join(' · '))
}

const short = (digest: string) => digest.slice(0, 19)

/** A run off GitHub is named after its commit. */
const shortRun = (id: string) => id.replace(/^[0-9a-f]{40}/, (sha) => sha.slice(0, 7))
