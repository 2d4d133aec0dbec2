import type { gateVerdicts } from '../../record/evaluate-gate.ts'
import type { Zone } from '../../record/gate-terms.ts'

type GateVerdict = (typeof gateVerdicts)[number]

/** What a comparison in each zone asks for. */
const verdictOfZone: Readonly<Record<Zone, GateVerdict>> = {
  identical: 'pass',
  'no-worse': 'pass',
  within: 'pass',
  'within-bound': 'pass',
  'not-judged': 'pass',
  'no-baseline': 'no-baseline',
  beyond: 'inconclusive',
  'not-comparable': 'not-comparable',
  worse: 'fail',
  'below-bound': 'fail',
  undefined: 'fail',
}

/** The first that any comparison asks for is the run's. */
const precedence: readonly GateVerdict[] = [
  'fail',
  'not-comparable',
  'inconclusive',
  'no-baseline',
  'waived',
  'pass',
]

export interface Judgement {
  readonly verdict: GateVerdict
  readonly passes: boolean
  /** index of each comparison that asked for the verdict; none for `pass`, which all of them make */
  readonly decidedBy: readonly number[]
}

/**
 * @param waived index of each comparison that a waiver lets pass
 * @throws RangeError without a comparison: a model that nothing was asked of is neither good nor bad
 */
export function judge(
  zones: readonly Zone[],
  inconclusive: 'warn' | 'fail',
  waived: ReadonlySet<number> = new Set(),
): Judgement {
  if (zones.length === 0) throw new RangeError('no comparison, no verdict')
  const asked = zones.map((zone, i) => (waived.has(i) ? 'waived' : verdictOfZone[zone]))
  const verdict = precedence.find((candidate) => asked.includes(candidate))!
  return {
    verdict,
    passes: permits(verdict, inconclusive),
    decidedBy: verdict === 'pass' ? [] : asked.flatMap((v, i) => (v === verdict ? [i] : [])),
  }
}

const permits = (verdict: GateVerdict, inconclusive: 'warn' | 'fail') =>
  ['pass', 'waived', 'no-baseline'].includes(verdict) ||
  (verdict === 'inconclusive' && inconclusive === 'warn')
