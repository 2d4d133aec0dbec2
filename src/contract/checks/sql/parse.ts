import * as z from 'zod'
import type { Engine } from '../../../tables/engine/engine.ts'
import { literal } from '../../../tables/quote.ts'
import { type Tree, treeSchema } from './tree.ts'

/** Why an expression of a contract is not taken: in plain words, for the message. */
export class Refused extends Error {}

/** A SELECT that is an expression and nothing else. */
const onlyExpression = z.strictObject({
  node: z.strictObject({
    type: z.literal('SELECT_NODE'),
    modifiers: z.array(z.never()),
    cte_map: z.strictObject({ map: z.array(z.never()) }),
    select_list: z.tuple([z.unknown()]),
    from_table: z.looseObject({ type: z.literal('EMPTY') }),
    where_clause: z.null(),
    group_expressions: z.array(z.never()),
    group_sets: z.array(z.never()),
    aggregate_handling: z.literal('STANDARD_HANDLING'),
    having: z.null(),
    sample: z.null(),
    qualify: z.null(),
  }),
  named_param_map: z.array(z.unknown()),
})

const answer = z.union([
  z.looseObject({ error: z.literal(true), error_message: z.string() }),
  z.looseObject({ error: z.literal(false), statements: z.array(z.unknown()) }),
])

/**
 * The tree of one expression, by DuckDB's own parser, which reads the text and runs nothing of it. What comes of the
 * text later is written anew from this tree.
 * @throws Refused where it is not one expression, or has a part that a contract cannot have
 */
export async function parseExpression(engine: Engine, sql: string): Promise<Tree> {
  const simpleCases = sql.match(/\bcase\b(?!\s+when\b)/gi)?.length ?? 0
  if (simpleCases > mostSimpleCases)
    throw new Refused(
      `has more than ${mostSimpleCases} CASE that no WHEN follows; write CASE WHEN x = 1 for CASE x WHEN 1`,
    )
  const [row] = await engine.rows(`SELECT json_serialize_sql(${literal(`SELECT ${sql}\n`)}) AS tree`)
  const parsed = answer.parse(jsonOf(String(row?.tree)))
  const [statement, second] = parsed.error ? [] : parsed.statements
  const only = onlyExpression.safeParse(statement)
  if (parsed.error && !parsed.error_message.includes('Only SELECT'))
    throw new Refused(`is no SQL expression: ${parsed.error_message.replace(/\s+/g, ' ')}`)
  if (second !== undefined || !only.success) throw new Refused('is not one expression and nothing else')
  const [found] = only.data.node.select_list
  const tree = treeSchema.safeParse(found)
  if (tree.success) return tree.data
  throw new Refused(whyNot(found) ?? 'has a part that a contract cannot have')
}

/** The parser writes what follows CASE out again for each WHEN: ten in one another are 50 MB, twelve 470 MB. */
const mostSimpleCases = 2

/** JSON.parse rounds what has more than 15 digits. A quote inside a text of JSON has a backslash before it. */
const wholeNumbersAsText = (json: string) => json.replace(/(?<!\\)":(-?\d{16,})(?=[,}])/g, '":"$1"')

/** DuckDB writes a literal beyond the doubles as Infinity, which is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(wholeNumbersAsText(text))
  } catch {
    throw new Refused('has a number that is too large')
  }
}

const words: Readonly<Record<string, string>> = {
  SUBQUERY: 'has a subquery; an expression sees the columns of its row alone',
  WINDOW: 'has a window function (OVER), which would depend on the order of the rows',
  STAR: 'has a *; name the columns',
  PARAMETER: 'has a parameter; write the value',
  LAMBDA: 'has a lambda function, which a contract cannot have',
  COLLATE: 'has a COLLATE, which a contract cannot have',
  POSITIONAL_REFERENCE: 'has a #, which a contract cannot have',
}

/** The first part of a tree that is known to be refused. */
function whyNot(part: unknown): string | undefined {
  if (part === null || typeof part !== 'object') return undefined
  const { class: kind, alias } = part as { readonly class?: unknown; readonly alias?: unknown }
  if (typeof kind === 'string') {
    const known = words[kind]
    if (known !== undefined) return known
    if (typeof alias === 'string' && alias !== '') return `gives a part the name ${JSON.stringify(alias)}`
  }
  for (const below of Object.values(part)) {
    const found = whyNot(below)
    if (found !== undefined) return found
  }
  return undefined
}
