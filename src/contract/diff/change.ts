import type { ModelClass, ProducerClass } from '../../record/contract-change.ts'
import { plain } from './plain.ts'

/** One difference between two contracts. */
export interface Change {
  /** `fields.bill_length_mm.constraints.minimum` */
  readonly path: string
  /** column that it is about */
  readonly field?: string
  /** absent where the contract did not have it, or has it no more */
  readonly old?: unknown
  readonly new?: unknown
  /**
   * `breaking`: a column that the model reads may be lacking, mean something else, or hold what it never saw;
   * `widens`: more tables are valid than before, in what the model does not read
   */
  readonly model: ModelClass
  readonly producer: ProducerClass
  /** one sentence */
  readonly why: string
}

/** What a change does to the set of tables that keep the contract. */
export interface Effect {
  /** tables are valid that were not */
  readonly loosens: boolean
  /** tables are not valid that were */
  readonly tightens: boolean
  readonly why: string
}

/** What an effect reaches: the cells of a column that the model reads, or the rest of the table. */
export type Reach = 'input' | 'rest'

/** The model has not seen what only now is valid; it minds where it reads that. */
const modelClassOf = ({ loosens }: Pick<Effect, 'loosens'>, reach: Reach): ModelClass =>
  !loosens ? 'compatible' : reach === 'input' ? 'breaking' : 'widens'

const producerClassOf = ({ tightens }: Pick<Effect, 'tightens'>): ProducerClass =>
  tightens ? 'breaking' : 'compatible'

/** The key path of a change, with columns by name. */
export const pathText = (...parts: readonly (string | number)[]): string => parts.join('.')

/** A change that asks no more and no less. */
export const neutral = (why: string): Effect => ({ loosens: false, tightens: false, why })
export const looser = (why: string): Effect => ({ loosens: true, tightens: false, why })
export const tighter = (why: string): Effect => ({ loosens: false, tightens: true, why })
export const other = (why: string): Effect => ({ loosens: true, tightens: true, why })

/** @param parts what a change has besides its classes */
export function change(
  { path, field, old, now }: { path: string; field?: string | undefined; old?: unknown; now?: unknown },
  effect: Effect,
  reach: Reach,
): Change {
  return {
    path,
    ...(field !== undefined && { field }),
    ...(old !== undefined && { old: plain(old) }),
    ...(now !== undefined && { new: plain(now) }),
    model: modelClassOf(effect, reach),
    producer: producerClassOf(effect),
    why: effect.why,
  }
}

export const isBreaking = ({ model, producer }: Pick<Change, 'model' | 'producer'>): boolean =>
  model === 'breaking' || producer === 'breaking'
