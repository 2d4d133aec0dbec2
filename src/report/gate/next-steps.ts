import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { counted } from '../number.ts'
import { awaitedBaselines } from './coming-baselines.ts'
import { stepsOfFiles } from './files-compared.ts'
import { stepsToMend } from './remedies.ts'
import { someMetrics } from './some-metrics.ts'
import { stepsToCompare } from './steps-to-compare.ts'
import { whatBlocks } from './what-blocks.ts'

/** What to do next, one sentence a reason; nothing where all is well. */
export function nextSteps(record: EvaluateGateRecord): string[] {
  if (record.error) return [record.error.hint]
  const all = whatBlocks(record)
  const waived = all.filter(({ waiver }) => waiver !== undefined)
  const deciding = all.filter(({ waiver }) => waiver === undefined)
  return [
    ...(waived.length > 0 ? [beforeItEnds(record, waived)] : []),
    ...stepsToMend({ record, deciding }),
    ...stepsToCompare(record, deciding),
    ...stepsOfFiles(record, deciding),
    ...(deciding.some(({ zone }) => zone === 'beyond') ? [moreRows(deciding)] : []),
    ...(awaitedBaselines(record).includes('base') && record.run.sha === undefined
      ? ['Make this folder a git repository (git init) and commit: every run of a commit can be a base.']
      : []),
  ]
}

function beforeItEnds({ waivers = [] }: EvaluateGateRecord, waived: readonly Comparison[]): string {
  const days = waived.flatMap(({ waiver }) => waivers[waiver!]?.until ?? []).sort()
  return `Make up for ${someMetrics(waived)} before the waiver ends on ${days[0] ?? 'its last day'}.`
}

function moreRows(deciding: readonly Comparison[]): string {
  const rows = Math.max(...deciding.map((comparison) => comparison.rows))
  return `Judge it on more test rows than ${counted(rows, 'row').replace(/ rows?$/, '')}: then it can be told from chance.`
}
