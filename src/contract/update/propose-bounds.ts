import { grouped } from '../../report/number.ts'
import { textSql } from '../../tables/cells.ts'
import { quoted } from '../finding.ts'
import { ask } from '../infer/ask.ts'
import { inQuotes } from '../infer/yaml-text.ts'
import type { Asking } from './asking.ts'
import type { Edit } from './edit.ts'
import { have, isNews, lie, type Outcome, rowsText, tooFew } from './proposal.ts'
import type { Violation } from './violations.ts'

type BoundName = 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'

/** Numbers by which programs that have no other way mark a value that is missing. */
const codes = /^-?9{2,}(\.0*)?$|^-9(\.0*)?$|^-1(\.0*)?$/

/** A bound moves out to the outermost value, where enough rows lie beyond it. */
export async function proposeBound(asking: Asking, violation: Violation): Promise<Outcome> {
  const { sample, news } = asking
  const { rows } = sample.table
  const { reading, count, where, broken } = violation
  const { field, column } = reading.matched
  const rule = violation.rule as BoundName
  const isLow = rule === 'minimum' || rule === 'exclusiveMinimum'
  const text = textSql(sample.table, column)
  const [outermost, values] = await ask(
    asking.engine,
    sample.table.relation,
    [reading],
    [
      `${isLow ? 'arg_min' : 'arg_max'}(${text}, ${reading.value}) FILTER (WHERE ${broken})`,
      `count(DISTINCT ${reading.value}) FILTER (WHERE ${broken})`,
    ],
  )
  const found = String(outermost)
  const bound = field.constraints[rule]
  const said = rowsText(count, rows, lie, `${isLow ? 'below' : 'above'} ${bound}`, where)
  const refused = (why: string): Outcome => ({
    proposals: [],
    unproposed: [{ what: `${quoted(field.name)}: ${said}; the outermost is ${inQuotes(found)}`, why }],
  })
  if (values === 1 && codes.test(found))
    return refused(
      `all are ${found}, which looks like a code for a missing value: list it under missingValues if it is one`,
    )
  if (!isNews(count, rows, news)) return refused(tooFew(news))
  const value = typeof bound === 'number' ? Number(found) : found
  if (reading.type.written(value) === undefined)
    return refused(`a bound takes ${reading.type.writes}: move it by hand`)
  const open = isLow ? 'minimum' : 'maximum'
  const path = (key: string) => ['fields', reading.matched.index, 'constraints', key]
  const edits: Edit[] = [
    ...(rule === open ? [] : [{ kind: 'remove' as const, path: path(rule) }]),
    { kind: 'set', path: path(open), value },
  ]
  return {
    proposals: [
      {
        what: `${quoted(field.name)} has the ${open} ${inQuotes(found)} instead of ${bound}`,
        effect: 'loosens',
        evidence: [
          `${said}; the outermost is ${inQuotes(found)}`,
          ...(count > rows / 2 ? ['more than half of the rows: has the unit changed?'] : []),
        ],
        edits,
      },
    ],
    unproposed: [],
  }
}

/** A length moves out to the longest or shortest text. */
export async function proposeLength(asking: Asking, violation: Violation): Promise<Outcome> {
  const { sample, news } = asking
  const { rows } = sample.table
  const { reading, rule, count, where, broken, asked } = violation
  const { name, constraints } = reading.matched.field
  const isShort = rule === 'minLength'
  const length = reading.cell.length?.(reading.value) ?? 'NULL'
  const [found] = await ask(
    asking.engine,
    sample.table.relation,
    [reading],
    [`${isShort ? 'min' : 'max'}(${length}) FILTER (WHERE ${broken})`],
  )
  const limit = constraints[isShort ? 'minLength' : 'maxLength'] ?? 0
  const outermost = Number(found)
  const compared = isShort ? 'fewer than' : 'more than'
  const said = `${rowsText(count, rows, have, `${compared} ${grouped(limit)} ${reading.type.parts ?? 'parts'}`, where)}; up to ${grouped(outermost)}`
  if (!isNews(count, rows, news))
    return { proposals: [], unproposed: [{ what: `${quoted(name)}: ${said}`, why: tooFew(news) }] }
  return {
    proposals: [
      {
        what: `${quoted(name)} has the ${rule} ${grouped(outermost)} instead of ${grouped(limit)}`,
        effect: 'loosens',
        evidence: [said],
        edits: [{ kind: 'set', path: asked, value: outermost }],
      },
    ],
    unproposed: [],
  }
}
