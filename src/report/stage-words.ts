import type { StageRecord } from '../record/record.ts'
import { headlineOf } from './gate-words.ts'
import type { Tone } from './zone-words.ts'

/** How a record went, for its headline: `penguins: trained`. */
export function stageHeadline(record: StageRecord): { tone: Tone; words: string } {
  if (record.stage === 'evaluate-gate') return headlineOf(record)
  const words = `${stageVerbs[record.stage]}: ${record.verdict}`
  if (record.verdict === 'skipped' || record.verdict === 'inconclusive') return { tone: 'unsure', words }
  return { tone: record.passes ? 'good' : 'bad', words }
}

const stageVerbs = {
  'data-validate': 'data',
  train: 'training',
  'register-model': 'registration',
  'deploy-model': 'deployment',
  'drift-check': 'drift',
} as const
