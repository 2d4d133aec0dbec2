import type { TrainRecord } from '../record/train.ts'
import { bare } from '../report/number.ts'

type Trained = Pick<TrainRecord, 'model_digest' | 'metrics' | 'spread' | 'environment' | 'tables'>

/** What came of training again. */
export interface Reproduction {
  readonly outcome: 'bit-identical' | 'same-metrics' | 'within-seed-noise' | 'different' | 'failed'
  /** one sentence */
  readonly reason: string
}

/** Standard deviations between seeds that a metric may lie away: 95% of normal values do not. */
const noise = 1.96

/**
 * Holds a second training against the first. Between seeds a metric varies by the spread that the first one recorded;
 * without several seeds there is none, and any difference of a metric is one.
 */
export function reproductionOf(
  first: Trained,
  second: Trained & Pick<TrainRecord, 'passes' | 'reason'>,
): Reproduction {
  if (!second.passes || second.model_digest === undefined)
    return { outcome: 'failed', reason: `The training could not be repeated: ${second.reason}` }
  if (second.model_digest === first.model_digest)
    return { outcome: 'bit-identical', reason: `The model is bit-identical: ${second.model_digest}.` }
  const away = differences(first, second)
  const [worst] = away
  if (worst === undefined)
    return Object.keys(first.metrics ?? {}).length > 0
      ? { outcome: 'same-metrics', reason: 'The model is another, and every reported metric is the same.' }
      : different('the model is another, and the training reports no metrics to compare', first, second)
  if (away.every(({ sd, before, after }) => sd !== undefined && Math.abs(after - before) <= noise * sd))
    return {
      outcome: 'within-seed-noise',
      reason: `The model is another; ${worst.name} went from ${bare(worst.before)} to ${bare(worst.after)}, which is within what seeds differ by (${bare(Number(worst.sd?.toPrecision(3)))}).`,
    }
  return different(`${worst.name} was ${bare(worst.before)}, and is ${bare(worst.after)}`, first, second)
}

function differences({ metrics = {}, spread = {} }: Trained, { metrics: others = {} }: Trained) {
  return Object.entries(metrics)
    .filter(([name, before]) => others[name] !== before)
    .map(([name, before]) => ({
      name,
      before,
      after: others[name] ?? Number.NaN,
      ...(Object.hasOwn(spread, name) && { sd: spread[name]!.sd }),
    }))
}

function different(what: string, first: Trained, second: Trained): Reproduction {
  const cause = firstTable(first, second) ?? firstDependency(first, second)
  return { outcome: 'different', reason: `It is different: ${what}.${cause ? ` ${cause}` : ''}` }
}

/** Data that are others are the cause of everything else. */
function firstTable({ tables: before = [] }: Trained, { tables: after = [] }: Trained): string | undefined {
  const other = before.find(({ name, identity }) => {
    const now = after.find((table) => table.name === name)
    return now && identity.value !== now.identity.value
  })
  return other && `The table ${other.name} holds other data than it did.`
}

/** The first package, interpreter or platform that is not what it was: the likely cause. */
function firstDependency(first: Trained, second: Trained): string | undefined {
  const [before, after] = [textsOf(first.environment), textsOf(second.environment)]
  const name = [...before.keys(), ...after.keys()].find((key) => before.get(key) !== after.get(key))
  if (name === undefined) return undefined
  return `The environment differs first in ${name}: ${before.get(name) ?? 'none'} then, ${after.get(name) ?? 'none'} now.`
}

function textsOf(environment: TrainRecord['environment']): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const visit = (value: unknown, path: string) => {
    if (value !== null && typeof value === 'object')
      for (const [key, member] of Object.entries(value)) visit(member, path === '' ? key : `${path} ${key}`)
    else texts.set(path, String(value))
  }
  for (const part of ['packages', 'interpreters', 'platform', 'container', 'settings', 'lockfiles'])
    visit(environment?.[part] ?? {}, part)
  return texts
}
