import { quoted } from '../finding.ts'
import { ask, readAs } from '../infer/ask.ts'
import { columnTypes } from '../infer/column-type.ts'
import { percent } from '../infer/words.ts'
import { type FieldType, typeOf, types } from '../types/registry.ts'
import type { Asking } from './asking.ts'
import type { Edit } from './edit.ts'
import { have, isNews, type Outcome, rowsText, tooFew } from './proposal.ts'
import { proposeMissing } from './propose-missing.ts'
import { rawAt } from './raw.ts'
import type { Violation } from './violations.ts'

/** A column has become another where more of its present cells break its type than keep it. */
const become = 0.5

/**
 * Marks of missing values are listed; whole numbers become numbers where all are; a column of which most cells are of
 * another type gets that. Anything else is held for an error: a type that takes every text finds no fault any more.
 */
export async function proposeType(asking: Asking, violation: Violation): Promise<Outcome> {
  const marks = await proposeMissing(asking, violation)
  if (marks.left === 0) return marks
  const { sample, news } = asking
  const { reading, where } = violation
  const { field } = reading.matched
  const { rows } = sample.table
  const said = rowsText(marks.left, rows, have, `what is not ${reading.type.looks}`, where)
  const broken = `${violation.broken} AND ${marks.unmarked}`
  const now = await otherType(asking, violation, broken, marks.left)
  const why = now === undefined ? 'held for an error: most cells have the type' : undefined
  if (now === undefined || !isNews(marks.left, rows, news)) {
    const unproposed = { what: `${quoted(field.name)}: ${said}`, why: why ?? tooFew(news) }
    return { proposals: marks.proposals, unproposed: [...marks.unproposed, unproposed] }
  }
  const { type, effect, note } = now
  const proposal = {
    what: `${quoted(field.name)} has the type ${type} instead of ${field.type}`,
    effect,
    evidence: [said, note],
    edits: retyped(asking, violation, type),
  }
  return { proposals: [...marks.proposals, proposal], unproposed: marks.unproposed }
}

interface OtherType {
  readonly type: FieldType
  readonly effect: 'loosens' | 'loosens and tightens'
  readonly note: string
}

async function otherType(
  asking: Asking,
  { reading }: Violation,
  broken: string,
  count: number,
): Promise<OtherType | undefined> {
  const { engine, sample, contract } = asking
  const { table } = sample
  const { field, column, index } = reading.matched
  const number = readAs(
    table,
    column,
    { type: 'number' },
    field.missingValues ?? contract.missingValues,
    index + 1,
  )
  const [present, stillBroken] = await ask(
    engine,
    table.relation,
    [reading, number],
    [
      `count(*) FILTER (WHERE NOT ${reading.missing})`,
      `count(*) FILTER (WHERE ${broken} AND NOT (${number.ok}))`,
    ],
  )
  if (field.type === 'integer' && Number(stillBroken) === 0)
    return { type: 'number', effect: 'loosens', note: 'all of them are numbers' }
  const share = count / Number(present)
  if (share <= become) return undefined
  const [found] = await columnTypes(engine, { ...table, columns: [column] })
  if (found === undefined || found.type === field.type) return undefined
  return {
    type: found.type,
    effect: 'loosens and tightens',
    note: `${percent(share)} of the cells that are present: has another column taken its place?`,
  }
}

/** What means nothing for the new type goes with the old one. */
function retyped({ raw }: Asking, { reading }: Violation, type: FieldType): Edit[] {
  const { index } = reading.matched
  const path = (...keys: string[]) => ['fields', index, ...keys]
  const { constraints: allowed, options = [] } = types[type]
  const { written } = typeOf({ type })
  const given = keysOf(rawAt(raw, path('constraints')))
  const meaningless = given.filter((name) => {
    const value = rawAt(raw, path('constraints', name))
    const values = Array.isArray(value) ? value : [value]
    const isWritten = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'enum'].includes(name)
    return (
      !allowed.some((one) => one === name) || (isWritten && values.some((one) => written(one) === undefined))
    )
  })
  const told = [
    'format',
    'decimalChar',
    'groupChar',
    'bareNumber',
    'trueValues',
    'falseValues',
    'delimiter',
    'itemType',
    'categories',
    'categoriesOrdered',
  ]
  const left = keysOf(rawAt(raw, path())).filter(
    (key) => told.includes(key) && !options.some((one) => one === key),
  )
  return [
    { kind: 'set', path: path('type'), value: type },
    ...meaningless.map((name): Edit => ({ kind: 'remove', path: path('constraints', name) })),
    ...left.map((name): Edit => ({ kind: 'remove', path: path(name) })),
  ]
}

const keysOf = (value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []
