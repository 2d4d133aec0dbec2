import type { StageRecord } from '../record/record.ts'
import { faultsRemedy } from './faults/faults-remedy.ts'
import { headlineOf } from './gate/gate-words.ts'
import type { Tone } from './gate/zone-words.ts'

/** A record's headline, after the model's name: `was trained`. */
export function stageHeadline(record: StageRecord): { tone: Tone; words: string } {
  if (record.stage === 'evaluate-gate') return headlineOf(record)
  const words = wordsOf(record)
  if (record.verdict === 'skipped' || record.verdict === 'inconclusive') return { tone: 'unsure', words }
  if (record.stage === 'deploy-model' && record.doubt !== undefined)
    return { tone: 'unsure', words: `${words}, but nothing proves that it serves` }
  // A part of a training never passes, and went well.
  return { tone: record.passes || record.verdict === 'part' ? 'good' : 'bad', words }
}

type OtherRecord = Exclude<StageRecord, { stage: 'evaluate-gate' }>

const ended: Readonly<Record<OtherRecord['verdict'], string>> = {
  valid: 'has valid data',
  invalid: 'has invalid data',
  trained: 'was trained',
  reused: 'is taken from an earlier training',
  part: 'is trained in part',
  failed: 'could not be trained',
  registered: 'is registered',
  exists: 'is registered already',
  refused: 'was refused',
  deployed: 'is deployed',
  unchanged: 'is deployed already',
  'rolled-back': 'was rolled back',
  'rollback-failed': 'could not be deployed',
  stable: 'shows no drift',
  drifted: 'shows drift',
  inconclusive: 'has too little data to tell drift',
  error: 'stopped on an error',
  skipped: 'was skipped',
}

const stageOf: Readonly<Record<OtherRecord['stage'], string>> = {
  'data-validate': 'data check',
  train: 'training',
  'register-model': 'registration',
  'deploy-model': 'deployment',
  'drift-check': 'drift check',
}

function wordsOf(record: OtherRecord): string {
  const { stage, verdict } = record
  if (verdict === 'refused') return stage === 'register-model' ? 'was not registered' : 'was not deployed'
  // What had nothing before it did not fail at going back.
  if (verdict === 'rollback-failed' && record.previous_version !== undefined)
    return 'could not be deployed, and not be rolled back'
  return verdict === 'error' || verdict === 'skipped' ? `${stageOf[stage]} ${ended[verdict]}` : ended[verdict]
}

/** What to do about a record that did not pass, or is doubted, and is no error, one sentence; nothing where its stage says so itself. */
export function remedyOf(record: StageRecord): string | undefined {
  const { stage, verdict, passes } = record
  if ((stage === 'deploy-model' || stage === 'register-model') && record.remedy !== undefined)
    return record.remedy
  if (passes) return undefined
  if (stage === 'data-validate') return record.remedy ?? faultsRemedy(record)
  if (verdict === 'drifted')
    return 'See whether the live data are right; if they are, bring rows like them, with their labels, into the training and the test table, and train, judge, register and deploy again ("After drift" in docs/configuration.md): on the data it knows the model stays what it is.'
  if (verdict === 'refused')
    return stage === 'register-model'
      ? 'Mend what it names, and run train, evaluate-gate and register-model again.'
      : 'Mend what it names, or deploy a version that passed its gate.'
  return undefined
}
