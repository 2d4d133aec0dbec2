import { textSql } from '../../tables/cells.ts'
import { literals } from '../../tables/quote.ts'
import { quoted } from '../finding.ts'
import { ask } from '../infer/ask.ts'
import { missingTexts } from '../infer/missing-texts.ts'
import { inQuotes } from '../infer/yaml-text.ts'
import { withReadings } from '../reading.ts'
import type { Asking } from './asking.ts'
import type { Edit } from './edit.ts'
import { have, isNews, type Outcome, type Proposal, rowsText, tooFew, type Unproposed } from './proposal.ts'
import { rawAt } from './raw.ts'
import type { Violation } from './violations.ts'

/** What marks among cells of the wrong type come to, and how many cells are left. */
export interface MarksOutcome extends Outcome {
  readonly left: number
  /** SQL: is the cell none of the marks? */
  readonly unmarked: string
}

/** Texts such as NA among cells of another type are marks of missing values, where enough rows have them. */
export async function proposeMissing(asking: Asking, violation: Violation): Promise<MarksOutcome> {
  const { engine, sample, news } = asking
  const { table } = sample
  const { reading, broken, count } = violation
  const { name } = reading.matched.field
  const text = textSql(table, reading.matched.column)
  const marked = `coalesce(list_contains(${literals(missingTexts)}, ${text}), false)`
  const marks = await engine.rows(
    `SELECT s, count(*) AS n, min(r) AS f FROM (
       SELECT r, ${text} AS s FROM ${withReadings(table.numbered, [reading])} WHERE ${broken} AND ${marked})
     GROUP BY s ORDER BY n DESC, s`,
  )
  const proposals: Proposal[] = []
  const unproposed: Unproposed[] = []
  let left = count
  for (const mark of marks) {
    const [value, cells] = [String(mark.s), Number(mark.n)]
    left -= cells
    const said = rowsText(cells, table.rows, have, `${inQuotes(value)}`, sample.where(Number(mark.f)))
    if (!isNews(cells, table.rows, news))
      unproposed.push({ what: `${quoted(name)}: ${said}`, why: tooFew(news) })
    else
      proposals.push({
        what: `${inQuotes(value)} is a missing value`,
        effect: 'loosens',
        evidence: [`${quoted(name)}, which asks for ${reading.type.looks}: ${said}`],
        edits: [await listing(asking, violation, value)],
      })
  }
  return { proposals, unproposed, left, unmarked: `NOT ${marked}` }
}

/** For the whole table, unless the text is a value in another column: NA is a country. */
async function listing(asking: Asking, { reading }: Violation, text: string): Promise<Edit> {
  const { raw, contract } = asking
  const { field, index } = reading.matched
  const own = ['fields', index, 'missingValues']
  if (Array.isArray(rawAt(raw, own))) return { kind: 'append', path: own, values: [text] }
  if (await isValueElsewhere(asking, reading, text))
    return { kind: 'set', path: own, value: [...(field.missingValues ?? contract.missingValues), text] }
  return Array.isArray(rawAt(raw, ['missingValues']))
    ? { kind: 'append', path: ['missingValues'], values: [text] }
    : { kind: 'set', path: ['missingValues'], value: [...contract.missingValues, text] }
}

async function isValueElsewhere(
  { engine, sample: { table }, readings }: Asking,
  own: Violation['reading'],
  text: string,
): Promise<boolean> {
  const others = readings.filter(
    (reading) => reading !== own && reading.matched.field.missingValues === undefined,
  )
  if (others.length === 0) return false
  const counts = await ask(
    engine,
    table.relation,
    others,
    others.map(
      ({ missing, ok, matched: { column } }) =>
        `count(*) FILTER (WHERE NOT ${missing} AND (${ok}) AND ${textSql(table, column)} = ${literals([text])}[1])`,
    ),
  )
  return counts.some((count) => Number(count) > 0)
}
