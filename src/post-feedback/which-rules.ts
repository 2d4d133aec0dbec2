import { normalize } from 'node:path'
import type { ReadRecord } from '../record/bundle.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { Lookup, Trust, Trusted } from '../trust/trust.ts'

/** Which file of the base judges a model, and whether anybody but the run says so. */
export interface WhichRules {
  readonly file: string
  /** the last accepted gate of this model on the base */
  readonly accepted?: Trusted<'evaluate-gate'>
  readonly vouched: boolean
}

/**
 * A model is judged by the file that its last accepted run was judged by. Only where there is none, the run's own word
 * chooses among files of the base: it could name the laxest.
 * @param asked input `config`
 */
export async function whichRules(
  { record }: Pick<ReadRecord<EvaluateGateRecord>, 'record'>,
  asked: string | undefined,
  trust: Pick<Trust, 'base'>,
): Promise<WhichRules> {
  const lookup = await trust.base(record.name, { registered: false })
  const accepted = lookup.outcome === 'found' ? lookup.value : undefined
  const known = asked ?? (accepted && (accepted.record.policy?.file ?? usual))
  return {
    file: known ?? named(record.policy?.file),
    ...(accepted && { accepted }),
    vouched: known !== undefined,
  }
}

/** The same trust, which looks for the base once where it was found. */
export const withBase = (trust: Trust, accepted: Trusted<'evaluate-gate'> | undefined): Trust => ({
  ...trust,
  base: async (name, known): Promise<Lookup<Trusted<'evaluate-gate'>>> =>
    accepted?.record.name === name ? { outcome: 'found', value: accepted } : trust.base(name, known),
})

const usual = 'modelassay.yml'

/** A stranger's word chooses among files of the base, and not where on this machine one is laid. */
function named(path: string | undefined): string {
  if (path === undefined || !/^[\w./-]{1,200}\.ya?ml$/.test(path)) return usual
  const inside = normalize(path)
  return inside === path && !inside.startsWith('..') && !inside.startsWith('/') ? path : usual
}
