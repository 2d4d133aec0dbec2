import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Tone } from './zone-words.ts'

/** A verdict's headline, after the model's name. What passes by a stranger's word is no more than that. */
export function headlineOf(record: EvaluateGateRecord): { tone: Tone; words: string } {
  const { tone, words } = verdictWords(record)
  if (!record.passes || !record.judged_again?.fork) return { tone, words }
  const own = "passes the gate by the fork's own predictions"
  return {
    tone: 'unsure',
    words: words.replace(/^passes the gate/, own).replace(' by a waiver', ' and a waiver'),
  }
}

function verdictWords(record: EvaluateGateRecord): { tone: Tone; words: string } {
  const { verdict, passes } = record
  switch (verdict) {
    case 'pass':
      return { tone: 'good', words: 'passes the gate' }
    case 'waived':
      return { tone: 'good', words: 'passes the gate by a waiver' }
    case 'no-baseline':
      return { tone: 'unsure', words: `passes the gate, but ${unmatched(record)}` }
    case 'inconclusive':
      return passes
        ? { tone: 'unsure', words: `passes the gate, but it may be ${doubtOf(record)}` }
        : { tone: 'bad', words: `is blocked: it may be ${doubtOf(record)}, and that is not allowed` }
    case 'not-comparable':
      return { tone: 'bad', words: 'is blocked: it cannot be compared' }
    case 'fail':
      return { tone: 'bad', words: 'is blocked' }
    case 'skipped':
      return { tone: 'unsure', words: 'was not judged' }
    default:
      return { tone: 'bad', words: 'could not be judged' }
  }
}

function doubtOf({ decided_by: decidedBy = [], comparisons = [] }: EvaluateGateRecord): string {
  return decidedBy.length > 0 && decidedBy.every((i) => comparisons[i]?.by !== undefined) ? 'unfair' : 'worse'
}

/** What of the comparisons has nothing on the other side. */
function unmatched({ baselines = [] }: EvaluateGateRecord): string {
  if (!baselines.some(({ outcome }) => outcome === 'found')) return 'there is nothing to compare it with yet'
  const missing = baselines.filter(({ outcome }) => outcome === 'never').map(({ name }) => name)
  if (missing.length === 0) return 'a baseline lacks what a rule compares'
  // A headline is no place for a name that anybody chose.
  const known = missing.every((name) => /^[a-z]{1,20}$/.test(name)) ? missing : ['such baseline']
  return `there is no ${known.join(' and no ')} to compare it with yet`
}
