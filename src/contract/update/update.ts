import { parseYaml } from '../../config/yaml-document.ts'
import { AssayError } from '../../errors.ts'
import type { Json } from '../../record/canonical-json.ts'
import { grouped } from '../../report/number.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import { checkTable } from '../check.ts'
import type { Sample } from '../infer/sample.ts'
import { canHold, matchLabels } from '../labels.ts'
import { type LoadedContract, loadContract } from '../load.ts'
import { requirePatterns } from '../patterns.ts'
import { readingOf } from '../reading.ts'
import { absentIn } from '../references.ts'
import type { Asking } from './asking.ts'
import { editText } from './edit.ts'
import { unifiedPatch } from './patch.ts'
import type { Outcome, Proposal, Unproposed } from './proposal.ts'
import { proposeBound, proposeLength } from './propose-bounds.ts'
import { proposeColumns } from './propose-columns.ts'
import { proposeGaps } from './propose-presence.ts'
import { proposeTighter } from './propose-tighter.ts'
import { proposeType } from './propose-type.ts'
import { proposeValues } from './propose-values.ts'
import { type Violation, violationsOf } from './violations.ts'

export interface UpdateOptions {
  /** what messages and patches call the contract */
  readonly file: string
  /** one of the contract's, whose absent columns may be lacking; default: none */
  readonly environment?: string | undefined
  /** the time of the run, which the age of data is measured against */
  readonly now: Date
  /** share of the rows from which on something is news and no error */
  readonly news: number
  /** whether rules are proposed that the data keep and the contract does not have */
  readonly tighter: 'proposed' | 'left-out'
}

/** A proposal as a change of the text that those before it have made. */
export interface Patched extends Proposal {
  readonly patch: string
}

export interface Update {
  readonly proposals: readonly Patched[]
  readonly unproposed: readonly Unproposed[]
  /** the contract with all proposals */
  readonly text: string
}

/**
 * Holds the data to the contract, and proposes what the contract would have to say for the news among them. What looks
 * like an error of the data is said and changes nothing.
 * @param text of a contract of the suite's own form
 * @throws AssayError configuration: as {@link loadContract} and {@link requirePatterns}
 */
export async function updateContract(
  engine: Engine,
  text: string,
  sample: Sample,
  { file, environment, now, news, tighter }: UpdateOptions,
): Promise<Update> {
  const loaded = loadContract(text, file)
  const { contract } = loaded
  await requirePatterns(engine, loaded)
  const { table } = sample
  const { faults, matched } = matchLabels(contract, table, absentIn(loaded, environment))
  const usable = matched.filter((one) => canHold(table, one))
  const readings = usable.map((one) => readingOf(contract, table, one))
  const asking: Asking = {
    engine,
    sample,
    contract,
    raw: parseYaml(text, file).value as Json,
    readings,
    news,
  }
  const violations = await violationsOf(engine, contract, sample, readings)
  const outcomes: Outcome[] = []
  for (const violation of inOrder(violations)) outcomes.push(await proposalFor(asking, violation))
  if (tighter === 'proposed')
    outcomes.push({ proposals: await proposeTighter(asking, violations), unproposed: [] })
  // Last, because places in the list of fields change with them.
  outcomes.push(await proposeColumns(asking, faults, matched))
  const answered = new Set<string>([...faults.map(({ code }) => code), 'constraint-error'])
  const rest = await otherFaults(engine, loaded, sample, { environment, now }, (code, field) =>
    code === 'type-error'
      ? readings.some(({ matched: { field: own } }) => own.name === field)
      : answered.has(code),
  )
  const applied = apply(text, file, merged(outcomes.flatMap(({ proposals }) => proposals)))
  return {
    ...applied,
    unproposed: [...outcomes.flatMap(({ unproposed }) => unproposed), ...rest, ...applied.unproposed],
  }
}

/** What `enum` lists must be among the categories, so these come first. */
const inOrder = (violations: readonly Violation[]) =>
  [...violations].sort((a, b) => Number(b.rule === 'categories') - Number(a.rule === 'categories'))

async function proposalFor(asking: Asking, violation: Violation): Promise<Outcome> {
  switch (violation.rule) {
    case 'type':
      return proposeType(asking, violation)
    case 'required':
      return proposeGaps(asking, violation)
    case 'enum':
    case 'categories':
      return proposeValues(asking, violation)
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return proposeBound(asking, violation)
    case 'minLength':
    case 'maxLength':
      return proposeLength(asking, violation)
    default: {
      const { reading, rule, count, where } = violation
      const { name } = reading.matched.field
      return {
        proposals: [],
        unproposed: [
          {
            what: `${JSON.stringify(name)}: ${grouped(count)} cells break its ${rule}, first at ${where}`,
            why: `a ${rule} is a person's to change`,
          },
        ],
      }
    }
  }
}

/** Faults that are about more than one cell: keys, rows, whole columns. They are never news. */
async function otherFaults(
  engine: Engine,
  loaded: LoadedContract,
  { table }: Sample,
  options: Pick<UpdateOptions, 'environment' | 'now'>,
  isAnswered: (code: string, field: string | undefined) => boolean,
): Promise<Unproposed[]> {
  const { groups, errors } = await checkTable(engine, loaded, table, { name: 'sample', limit: 1, ...options })
  return groups
    .filter(({ code, field, severity }) => severity !== 'tolerated' && !isAnswered(code, field))
    .map((group) => {
      const first = errors.find(({ code, field }) => code === group.code && field === group.field)
      const more = group.count > 1 ? ` (and ${grouped(group.count - 1)} more)` : ''
      return {
        what: `${first?.message ?? group.code}${more}`,
        why: 'held for an error: no change of the contract is proposed for it',
      }
    })
}

/** Two columns may ask for the same change: it is made once, with what speaks for it in both. */
function merged(proposals: readonly Proposal[]): Proposal[] {
  const byEdits = new Map<string, Proposal>()
  for (const proposal of proposals) {
    const key = JSON.stringify(proposal.edits)
    const there = byEdits.get(key)
    byEdits.set(
      key,
      there === undefined ? proposal : { ...there, evidence: [...there.evidence, ...proposal.evidence] },
    )
  }
  return [...byEdits.values()]
}

/** Makes the changes one after the other; one that would leave no contract behind is a person's to make. */
function apply(text: string, file: string, proposals: readonly Proposal[]): Update {
  let now = text
  const patched: Patched[] = []
  const unproposed: Unproposed[] = []
  for (const proposal of proposals) {
    const after = proposal.edits.reduce<string | undefined>(
      (before, edit) => (before === undefined ? undefined : editText(before, edit)),
      now,
    )
    const why =
      after === undefined
        ? 'the contract is written in a way that only a person can edit'
        : faultOf(after, file)
    if (after === undefined || why !== undefined) {
      unproposed.push({
        what: `${proposal.what}: ${proposal.evidence.join('; ')}`,
        why: `change it by hand: ${why}`,
      })
      continue
    }
    patched.push({ ...proposal, patch: unifiedPatch(now, after, file) })
    now = after
  }
  return { proposals: patched, unproposed, text: now }
}

function faultOf(text: string, file: string): string | undefined {
  try {
    loadContract(text, file)
    return undefined
  } catch (error) {
    if (error instanceof AssayError) return error.message
    throw error
  }
}
