import type { Comparison } from '../../record/comparison.ts'
import type { RecordedWaiver } from '../../record/waiver.ts'
import { bare, numberFormat } from '../../report/number.ts'
import { visible } from '../../report/visible.ts'
import { exceeds } from '../compare/zones.ts'
import { baselineName } from '../explain/explain.ts'
import { type Missed, missed } from './missed.ts'
import type { FoundWaivers, RefusedWaiver, Waiver } from './waiver.ts'

export interface Waived {
  /** those that a waiver lets pass name it and say so */
  readonly comparisons: Comparison[]
  readonly waivers: RecordedWaiver[]
}

/** Which comparisons a verdict has to ask for nothing: by index. */
export const waivedIn = (comparisons: readonly Comparison[]): ReadonlySet<number> =>
  new Set(comparisons.flatMap(({ waiver }, i) => (waiver === undefined ? [] : [i])))

/**
 * Lets pass what waivers let pass. A waiver is about one metric, one kind of rule, one evaluation, and the whole test
 * set (that of before included) or one slice; every comparison is held to its ceiling by itself, and ceilings do not add up.
 */
export function applyWaivers(
  comparisons: readonly Comparison[],
  { stated, refused }: FoundWaivers,
  now: Date,
): Waived {
  const severalEvaluations = new Set(comparisons.map(evaluationOf)).size > 1
  const today = now.toISOString().slice(0, 10)
  const blocked = comparisons.flatMap((comparison, index): Blocked[] => {
    const found = missed(comparison)
    return found ? [{ comparison, index, missed: found }] : []
  })
  const outcomes = stated.map((waiver) => outcomeOf(waiver, blocked, today, severalEvaluations))
  const by = new Map<number, number>()
  outcomes.forEach(({ covers = [] }, waiver) => {
    for (const index of covers) if (!by.has(index)) by.set(index, waiver)
  })
  return {
    comparisons: comparisons.map((comparison, index) => {
      const waiver = by.get(index)
      if (waiver === undefined) return comparison
      const explanation = `${comparison.explanation} ${waivedText(outcomes[waiver]!)}`
      return { ...comparison, waiver, explanation }
    }),
    waivers: [...outcomes, ...refused.map(refusedWaiver)],
  }
}

/** A loss that is let pass on an evaluation may be as large on the test set that it had before. */
const evaluationOf = ({ evaluation, old_test_set_of: of }: Comparison) => of ?? evaluation

interface Blocked {
  readonly comparison: Comparison
  readonly index: number
  readonly missed: Missed
}

function outcomeOf(
  { terms, source }: Waiver,
  blocked: readonly Blocked[],
  today: string,
  severalEvaluations: boolean,
): RecordedWaiver {
  const recorded = { ...defined(terms), ...source }
  if (terms.until < today) return { ...recorded, outcome: 'refused', why: `it ended on ${terms.until}` }
  if (severalEvaluations && terms.evaluation === undefined)
    return { ...recorded, outcome: 'refused', why: unplaced(terms, source, blocked) }
  const meant = blocked.filter((one) => isAbout(terms, one))
  const covered = meant.filter(({ missed: { by, scale } }) => !exceeds(by, terms.ceiling, scale))
  const covers = covered.length > 0 ? { covers: covered.map(({ index }) => index) } : {}
  const over = meant.find((one) => !covered.includes(one))
  if (over) return { ...recorded, outcome: 'exceeded', why: exceededText(over, terms.ceiling), ...covers }
  return { ...recorded, outcome: covered.length > 0 ? 'used' : 'unused', ...covers }
}

/** What it lacks, as it is written where it stands; the evaluation is the first that is blocked by what it is about. */
function unplaced(
  { metric, rule }: Waiver['terms'],
  { source }: Waiver['source'],
  blocked: readonly Blocked[],
) {
  const meant = blocked.find(
    ({ comparison, missed: { rule: broken } }) => comparison.metric === metric && broken === rule,
  )
  const name = meant ? evaluationOf(meant.comparison) : '<evaluation>'
  const words = source === 'policy' ? `evaluation: ${name}` : `on ${name}`
  return `it does not say on which evaluation (${words}${source === 'policy' ? '' : ', after its number'})`
}

const isAbout = (
  { metric, rule, evaluation, slice, groups, baseline }: Waiver['terms'],
  { comparison, missed: { rule: broken } }: Blocked,
) =>
  comparison.metric === metric &&
  rule === broken &&
  comparison.slice === slice &&
  (evaluation === undefined || evaluationOf(comparison) === evaluation) &&
  (groups === undefined || comparison.by === groups) &&
  (baseline === undefined || comparison.baseline?.name === baseline)

function exceededText({ comparison, missed: { by, rule } }: Blocked, ceiling: number): string {
  const size = numberFormat([by, ceiling])(by)
  const against = comparison.baseline ? ` against ${baselineName(comparison)}` : ''
  if (rule === 'max_gap')
    return `${comparison.metric} is ${size} worse than on ${comparison.training}, more than its ${bare(ceiling)}`
  const groups = comparison.by === undefined ? '' : ` by ${comparison.by}`
  return rule === 'worsening'
    ? `${comparison.metric} is ${size} worse${against}, more than its ${bare(ceiling)}`
    : `${comparison.metric}${groups} misses ${rule} by ${size}${against}, more than its ${bare(ceiling)}`
}

function waivedText({ ceiling, until, by, reason }: RecordedWaiver): string {
  const who = by === undefined ? 'modelassay.yml' : by
  return `Waived up to ${bare(ceiling!)} until ${until} by ${who}: ${visible(reason!, 300).replace(/\.$/, '')}.`
}

const refusedWaiver = ({ terms, source, why }: RefusedWaiver): RecordedWaiver => ({
  ...(terms && defined(terms)),
  ...source,
  outcome: 'refused',
  why,
})

/** Absent means absent in a record. */
const defined = ({ evaluation, slice, groups, baseline, ...terms }: Waiver['terms']) => ({
  ...terms,
  ...(evaluation !== undefined && { evaluation }),
  ...(slice !== undefined && { slice }),
  ...(groups !== undefined && { groups }),
  ...(baseline !== undefined && { baseline }),
})
