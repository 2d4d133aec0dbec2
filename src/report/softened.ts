import type { StageRecord } from '../record/record.ts'

/** What to say of a verdict that did not pass and yet fails nothing, with the setting that would make it. */
export function softened({ stage, verdict, passes }: StageRecord): string | undefined {
  if (passes) return undefined
  const key = `${stage} ${verdict}`
  const setting = Object.hasOwn(settings, key) ? settings[key] : undefined
  return setting === undefined ? undefined : `This does not fail the step; with ${setting} it would.`
}

const gate = 'gate.fail_on: fail'

const settings: Readonly<Record<string, string>> = {
  'data-validate invalid': 'data.fail_on: error',
  'evaluate-gate fail': gate,
  'evaluate-gate inconclusive': gate,
  'evaluate-gate not-comparable': gate,
  'drift-check drifted': 'drift.fail_on: drifted',
  'drift-check inconclusive': 'drift.fail_on: inconclusive',
}
