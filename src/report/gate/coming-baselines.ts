import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'

/** Names of the baselines that a deciding rule found nothing of. */
export const awaitedBaselines = ({ decided_by = [], comparisons = [] }: EvaluateGateRecord): string[] =>
  decided_by.flatMap((i) => {
    const comparison = comparisons[i]
    return comparison?.zone === 'no-baseline' && comparison.baseline ? [comparison.baseline.name] : []
  })

/** When each missing baseline will be there by itself, as one sentence; nobody has to do anything for it. */
export function comingBaselines(record: EvaluateGateRecord): string | undefined {
  const names = awaitedBaselines(record)
  const coming = [
    names.includes('base') && record.run.sha !== undefined
      ? 'the first run on the default branch that passes becomes the base'
      : '',
    names.includes('production') ? 'the first version that is deployed becomes production' : '',
    names.includes('best') ? 'the first version that is registered becomes the best' : '',
  ].filter((clause) => clause !== '')
  if (record.error || coming.length === 0) return undefined
  const sentence = coming.join('; ')
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`
}
