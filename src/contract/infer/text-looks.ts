import { textSql } from '../../tables/cells.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import { literal } from '../../tables/quote.ts'
import type { Table } from '../../tables/table.ts'
import type { Reading } from '../reading.ts'
import { ask } from './ask.ts'
import type { Evidence, TextLooks } from './evidence.ts'

/** Forms of text on which a person has to decide, and what to write then. */
export const textForms: Readonly<Record<string, { readonly pattern: string; readonly note: string }>> = {
  uri: {
    pattern: '[A-Za-z][A-Za-z0-9+.-]*://[^\\s]+',
    note: 'all look like addresses: format: uri would ask for that',
  },
  slashes: {
    pattern: '[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}',
    note: 'all look like dates, but which part is the day is not guessed: type: date with format: "%d/%m/%Y" or "%m/%d/%Y" says it',
  },
  spaced: {
    pattern: '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?',
    note: 'all look like dates and times: type: datetime with a format such as "%Y-%m-%d %H:%M:%S" would ask for that',
  },
  comma: {
    pattern: '[+-]?[0-9]+,[0-9]+',
    note: 'all look like numbers, but what the comma is is not guessed: type: number with decimalChar: "," or groupChar: "," says it',
  },
  yesno: {
    pattern: '(?i:y|n|yes|no|t|f|on|off)',
    note: 'all are words for yes or no: type: boolean with trueValues and falseValues would ask for that',
  },
  padded: {
    pattern: '\\s*[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)\\s*',
    note: 'all are numbers with spaces around some of them: mend the data',
  },
}

const longestShape = 40

/** Rows that rule out most forms, so that all rows are asked for few. */
const firstRows = 1000

/** Lengths, the first form that all texts have, and their shape where all have one. */
export async function textLooks(
  engine: Engine,
  table: Table,
  reading: Reading,
): Promise<Pick<Evidence, 'lengths' | 'looks'>> {
  const first = `(SELECT * FROM ${table.relation} LIMIT ${firstRows})`
  const likely = await likelyLooks(engine, table, reading, first)
  const { lengths, unlike } = await asked(engine, table, reading, table.relation, likely)
  const form = Object.keys(textForms).find((name) => unlike.get(name) === 0)
  const shape = unlike.get('shape') === 0 ? likely.get('shape') : undefined
  if (form === undefined && shape === undefined) return { lengths }
  const looks: TextLooks = {
    ...(form === undefined ? {} : { form }),
    ...(shape === undefined ? {} : { shape }),
  }
  return { lengths, looks }
}

/** Expressions, by name, that texts may match. */
type Expressions = ReadonlyMap<string, string>

async function likelyLooks(
  engine: Engine,
  table: Table,
  reading: Reading,
  relation: string,
): Promise<Expressions> {
  const all = new Map(Object.entries(textForms).map(([name, { pattern }]) => [name, pattern]))
  const { unlike } = await asked(engine, table, reading, relation, all)
  const text = `left(${textSql(table, reading.matched.column)}, ${longestShape + 1})`
  const shape = ['[a-z]', '[A-Z]', '[0-9]'].reduce(
    (sql, range, i) => `regexp_replace(${sql}, '${range}', '${'aA9'[i]}', 'g')`,
    text,
  )
  const told = ` FILTER (WHERE NOT ${reading.missing})`
  const [least, most] = await ask(
    engine,
    relation,
    [reading],
    [`min(${shape})${told}`, `max(${shape})${told}`],
  )
  const pattern = least === most && least !== null ? patternOf(String(least)) : undefined
  return new Map([
    ...[...all].filter(([name]) => unlike.get(name) === 0),
    ...(pattern === undefined ? [] : [['shape', pattern] as const]),
  ])
}

async function asked(
  engine: Engine,
  table: Table,
  reading: Reading,
  relation: string,
  expressions: Expressions,
) {
  const text = textSql(table, reading.matched.column)
  const told = ` FILTER (WHERE NOT ${reading.missing})`
  const [shortest, longest, ...unlike] = await ask(
    engine,
    relation,
    [reading],
    [
      `min(length(${text}))${told}`,
      `max(length(${text}))${told}`,
      ...Array.from(
        expressions.values(),
        (pattern) =>
          `count(*) FILTER (WHERE NOT ${reading.missing} AND NOT regexp_full_match(${text}, ${literal(pattern)}))`,
      ),
    ],
  )
  return {
    lengths: { shortest: Number(shortest), longest: Number(longest) },
    unlike: new Map(Array.from(expressions.keys(), (name, i) => [name, unlike[i]])),
  }
}

const classes: Readonly<Record<string, string>> = { a: '[a-z]', A: '[A-Z]', '9': '[0-9]' }

/** `a999` is `[a-z][0-9]{3}`. Shapes of other characters than those of codes are none. */
function patternOf(shape: string): string | undefined {
  if (shape.length > longestShape || !/^[aA9 _./:-]+$/.test(shape) || !shape.includes('9')) return undefined
  return shape.replace(/(.)\1*/g, (run, character: string) => {
    const one = classes[character] ?? (character === '.' ? '[.]' : character)
    return run.length === 1 ? one : `${one}{${run.length}}`
  })
}
