import { textSql } from '../../tables/cells.ts'
import { quoted, shownLength } from '../finding.ts'
import { mostCategories } from '../infer/evidence.ts'
import { missingTexts } from '../infer/missing-texts.ts'
import { inQuotes } from '../infer/yaml-text.ts'
import { withReadings } from '../reading.ts'
import type { Asking } from './asking.ts'
import { have, isNews, type Outcome, rowsText, tooFew, type Unproposed } from './proposal.ts'
import type { Violation } from './violations.ts'

/** A value that a list does not have. */
interface NewValue {
  readonly text: string
  readonly count: number
  readonly where: string
}

/** A list of values grows by those that are news; a value is held for an error by itself. */
export async function proposeValues(asking: Asking, violation: Violation): Promise<Outcome> {
  const { sample, news } = asking
  const { rows } = sample.table
  const { reading, asked, count, where } = violation
  const { name, constraints, categories } = reading.matched.field
  const listed = violation.rule === 'categories' ? (categories ?? []) : (constraints.enum ?? [])
  const { values, distinct } = await newValues(asking, violation)
  if (distinct > mostCategories) {
    return {
      proposals: [],
      unproposed: [
        {
          what: `${quoted(name)}: ${rowsText(count, rows, have, `one of ${distinct} values that are not listed`, where)}`,
          why: `more than ${mostCategories} new values: ask whether it is still a column of categories`,
        },
      ],
    }
  }
  const proposals: Outcome['proposals'][number][] = []
  const unproposed: Unproposed[] = []
  for (const value of values) {
    const said = rowsText(value.count, rows, have, `${inQuotes(value.text)}`, value.where)
    const objection = objectionTo(value, listed, rows, news) ?? unwritable(violation, value.text)
    if (objection !== undefined) unproposed.push({ what: `${quoted(name)}: ${said}`, why: objection })
    else
      proposals.push({
        what: `${quoted(name)} takes ${inQuotes(value.text)} too`,
        effect: 'loosens',
        evidence: [said],
        edits: [{ kind: 'append', path: asked, values: [written(violation, value.text)] }],
      })
  }
  return { proposals, unproposed }
}

function objectionTo(
  { text, count }: NewValue,
  listed: readonly unknown[],
  rows: number,
  news: number,
): string | undefined {
  const plain = (one: unknown) => String(one).trim().replace(/\s+/g, ' ').toLowerCase()
  const near = listed.find((one) => plain(one) === plain(text))
  if (near !== undefined)
    return `held for an error: it differs from ${quoted(String(near))} only in case or spaces`
  if ((missingTexts as readonly string[]).includes(text))
    return 'it looks like a mark for a missing value: list it under missingValues if it is one'
  if (text.length > shownLength) return 'it is too long for a category'
  return isNews(count, rows, news) ? undefined : tooFew(news)
}

/** A value as the contract writes those of its type. */
function written({ reading }: Violation, text: string): string | number | boolean {
  switch (reading.matched.field.type) {
    case 'integer':
    case 'number':
    case 'year':
      return Number(text)
    case 'boolean':
      return text.toLowerCase() === 'true' || text === '1'
    default:
      return text
  }
}

const unwritable = (violation: Violation, text: string) =>
  violation.reading.type.written(written(violation, text)) === undefined
    ? `a list takes ${violation.reading.type.writes}: add it by hand`
    : undefined

async function newValues(
  { engine, sample: { table, where } }: Asking,
  { reading, broken }: Violation,
): Promise<{ readonly values: NewValue[]; readonly distinct: number }> {
  const text = textSql(table, reading.matched.column)
  const rows = await engine.rows(
    `WITH counted AS MATERIALIZED (
       SELECT s, count(*) AS n, min(r) AS f FROM (
         SELECT r, ${text} AS s FROM ${withReadings(table.numbered, [reading])} WHERE ${broken})
       GROUP BY s)
     SELECT left(s, ${shownLength + 1}) AS s, n, f, (SELECT count(*) FROM counted) AS distinct_values FROM counted
     ORDER BY n DESC, f LIMIT ${mostCategories + 1}`,
  )
  return {
    values: rows.map(({ s, n, f }) => ({ text: String(s), count: Number(n), where: where(Number(f)) })),
    distinct: Number(rows[0]?.distinct_values ?? 0),
  }
}
