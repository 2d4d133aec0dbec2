import { textSql } from '../../tables/cells.ts'
import type { Engine } from '../../tables/engine.ts'
import { literal } from '../../tables/quote.ts'
import type { Table } from '../../tables/table.ts'
import type { Reading } from '../reading.ts'
import { ask } from './ask.ts'
import type { Evidence, TextLooks } from './evidence.ts'

/** Forms of text that a person has to decide on, and what to write when it is so. */
export const textForms: Readonly<Record<string, { readonly pattern: string; readonly note: string }>> = {
  uuid: {
    pattern: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
    note: 'all are UUIDs',
  },
  email: {
    pattern: "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}",
    note: 'all are email addresses',
  },
  uri: { pattern: '[A-Za-z][A-Za-z0-9+.-]*://[^\\s]+', note: 'all are addresses of the web or the like' },
  slashes: {
    pattern: '[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}',
    note: 'all look like dates, but which part is the day cannot be told for sure: no date is guessed',
  },
  spaced: {
    pattern: '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?',
    note: 'all look like dates and times, with a space where ISO 8601 has a T',
  },
  comma: {
    pattern: '[+-]?[0-9]+,[0-9]+',
    note: 'all look like numbers with a decimal comma, or with a comma between thousands: no number is guessed',
  },
  yesno: {
    pattern: '(?i:y|n|yes|no|t|f|on|off)',
    note: 'all are words for yes or no, which are texts here unless the contract says otherwise',
  },
  padded: {
    pattern: '\\s*[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)\\s*',
    note: 'all are numbers with spaces around some of them',
  },
}

const forms = Object.entries(textForms)
const longestShape = 40

/** Lengths, the first form that all texts have, and their shape where all have one. */
export async function textLooks(
  engine: Engine,
  table: Table,
  reading: Reading,
): Promise<Pick<Evidence, 'lengths' | 'looks'>> {
  const text = textSql(table, reading.matched.column)
  const told = ` FILTER (WHERE NOT ${reading.missing})`
  const others = (pattern: string) =>
    `count(*) FILTER (WHERE NOT ${reading.missing} AND NOT regexp_full_match(${text}, ${literal(pattern)}))`
  const cut = `left(${text}, ${longestShape + 1})`
  const shape = ['[a-z]', '[A-Z]', '[0-9]'].reduce(
    (sql, range, i) => `regexp_replace(${sql}, '${range}', '${'aA9'[i]}', 'g')`,
    cut,
  )
  const [shortest, longest, first, last, ...unlike] = await ask(
    engine,
    table.relation,
    [reading],
    [
      `min(length(${text}))${told}`,
      `max(length(${text}))${told}`,
      `min(${shape})${told}`,
      `max(${shape})${told}`,
      ...forms.map(([, { pattern }]) => others(pattern)),
    ],
  )
  const form = forms.find((_, i) => unlike[i] === 0)?.[0]
  const one = first === last && Number(longest) <= longestShape ? patternOf(String(first)) : undefined
  const looks: TextLooks = {
    ...(form === undefined ? {} : { form }),
    ...(one === undefined ? {} : { shape: one }),
  }
  return {
    lengths: { shortest: Number(shortest), longest: Number(longest) },
    ...(Object.keys(looks).length === 0 ? {} : { looks }),
  }
}

const classes: Readonly<Record<string, string>> = { a: '[a-z]', A: '[A-Z]', '9': '[0-9]' }

/** `a999` is `[a-z][0-9]{3}`. Shapes of other characters than those of codes are none. */
function patternOf(shape: string): string | undefined {
  if (!/^[aA9 _./:-]+$/.test(shape) || !shape.includes('9')) return undefined
  return shape.replace(/(.)\1*/g, (run, character: string) => {
    const one = classes[character] ?? (character === '.' ? '[.]' : character)
    return run.length === 1 ? one : `${one}{${run.length}}`
  })
}
