import { counted, grouped } from '../../report/number.ts'
import type { ColumnType, MissingText } from './column-type.ts'
import { type Evidence, longestCategory, mostCategories, nearlyUnique } from './evidence.ts'
import { textForms } from './text-looks.ts'
import { atLeast, atMost, percent } from './words.ts'
import { inQuotes, list } from './yaml-text.ts'

/** A key of a contract with what speaks for it. */
export interface Suggestion {
  readonly key: string
  /** as YAML writes it */
  readonly value: string
  /** why; one line, with nothing of the data's but in quotes */
  readonly note: string
  /** further lines of evidence, to stand above the key */
  readonly above?: readonly string[]
  /** whether it becomes part of the contract, or a comment that a person may take up */
  readonly kept: boolean
}

/** What a contract may say about a column. */
export interface FieldDraft {
  readonly name: string
  readonly type: string
  readonly format?: string
  /** what the column shows, by lines */
  readonly shows: readonly string[]
  /** texts that are missing values in this column, where they are not those of the contract */
  readonly missingValues?: readonly string[]
  readonly constraints: readonly Suggestion[]
}

/**
 * Of what holds in all of n cells at least n / (n + z²) is sure, which is 95 % from 73 cells on: below that number
 * what the cells show is left to a person to decide.
 */
export const enough = 73
/** Deequ takes texts for categories where at most this share of the distinct ones occurs only once. */
const mostSingles = 0.1

/**
 * @param identifies whether the column is the proposed primary key, which asks for both presence and uniqueness
 */
export function proposeField(
  name: string,
  column: ColumnType,
  evidence: Evidence,
  identifies: boolean,
): FieldDraft {
  const { present, rows } = evidence
  const constraints =
    present === 0
      ? []
      : [
          ...(identifies ? [] : [...required(evidence), ...unique(column, evidence)]),
          ...categories(column, evidence),
          ...bounds(column, evidence),
        ]
  if (!constraints.some(({ key, kept }) => key === 'enum' && kept)) constraints.push(...texts(evidence))
  return {
    name,
    type: column.type,
    ...(column.format === undefined ? {} : { format: column.format }),
    shows: [
      ...(present === 0
        ? [`none of ${counted(rows, 'cell')} is present: what the column holds is not known`]
        : [`${presence(evidence)}; ${counted(evidence.distinct, 'distinct value')}`, ...reach(evidence)]),
      ...column.missing.map(({ text, count }) => `${inQuotes(text)} stands in ${counted(count, 'cell')}`),
      ...column.doubtful.map(doubt),
      ...looksText(column, evidence),
      ...variants(evidence),
      ...(identifies ? ['identifies the row: see primaryKey'] : []),
    ],
    constraints,
  }
}

/** Whether a column can be told to identify rows: each has one value of its own, and it looks like a name. */
export function identifiesRows({ type }: ColumnType, evidence: Evidence): boolean {
  const { rows, present, distinct, lengths } = evidence
  if (rows < enough || present !== rows || distinct !== rows) return false
  return type === 'integer' || (type === 'string' && (lengths?.longest ?? 0) <= 64)
}

function presence({ rows, present }: Evidence): string {
  if (present === rows) return rows === 1 ? 'the one cell is present' : `all ${grouped(rows)} present`
  return `${grouped(present)} of ${grouped(rows)} present (${percent(present / rows)}; ${atLeast(present, rows)})`
}

function reach({ present, range, lengths }: Evidence): string[] {
  if (range !== undefined) {
    const { minimum, maximum, quantiles } = range
    const middle =
      quantiles === undefined || present < 20
        ? ''
        : `; 5 % up to ${quantiles[0]}, half up to ${quantiles[1]}, 95 % up to ${quantiles[2]}`
    return [`from ${minimum} to ${maximum}${middle}`]
  }
  if (lengths === undefined) return []
  const { shortest, longest } = lengths
  return [
    shortest === longest
      ? counted(longest, 'character')
      : `${grouped(shortest)} to ${counted(longest, 'character')}`,
  ]
}

const doubt = ({ text, count }: MissingText) =>
  `${inQuotes(text)} stands in ${counted(count, 'cell')}: where it means that nothing is known, list it under missingValues`

/** Digits are numbers, too; why they are kept as text says more. */
function looksText({ digits }: ColumnType, { looks }: Evidence): string[] {
  if (digits !== undefined) return [names[digits]]
  return looks?.form === undefined ? [] : [textForms[looks.form]!.note]
}

const names = {
  'leading-zeros':
    'all are digits, some with leading zeros, which a number would lose: names, not quantities',
  'plus-sign': 'all are digits behind a plus sign: names, not quantities',
  'beyond-64-bits':
    'all are digits, some more than 64 bits hold, which most readers would round: kept as text',
} as const

function required({ rows, present }: Evidence): Suggestion[] {
  if (present < rows) return []
  const note = `never missing in ${counted(rows, 'row')}: ${atLeast(present, rows)}`
  return [{ key: 'required', value: 'true', note, kept: rows >= enough }]
}

function unique({ type }: ColumnType, { present, distinct, repeat }: Evidence): Suggestion[] {
  if (type !== 'integer' && type !== 'string') return []
  if (distinct === present) {
    const note = `${counted(distinct, 'distinct value')} in ${counted(present, 'cell')}`
    return [{ key: 'unique', value: 'true', note, kept: false }]
  }
  if (repeat === undefined || 1 - distinct / present > nearlyUnique || distinct < 2) return []
  const repeats = counted(present - distinct, 'cell')
  const note = `nearly: ${repeats} of ${grouped(present)} (${percent(1 - distinct / present)}) repeat an earlier value, the first is ${inQuotes(repeat.value)} at ${inQuotes(repeat.where)}`
  return [{ key: 'unique', value: 'true', note, kept: false }]
}

/** Lists of values: of texts, and of the whole numbers 0 and 1 that stand for no and yes. */
function categories({ type }: ColumnType, evidence: Evidence): Suggestion[] {
  const { present, distinct, once, categories: found = [] } = evidence
  const listed = found.slice(0, mostCategories)
  const writable = listed.every(({ value }) => [...value].length <= longestCategory)
  if (found.length === 0 || !writable) return []
  const shown = sortedTexts(listed.map(({ value }) => value))
  const above = chunks(
    listed.map(({ value, count }) => `${inQuotes(value)} ${grouped(count)} (${percent(count / present)})`),
  )
  if (found.length === distinct && distinct <= mostCategories) {
    if (type === 'integer') {
      if (distinct > 10 || listed.some(({ value }) => !Number.isSafeInteger(Number(value)))) return []
      const values = [...new Set(listed.map(({ value }) => Number(value)))].sort((a, b) => a - b)
      const truth = values.every((value) => value === 0 || value === 1)
      return [suggestion(list(values), truth && present >= enough)]
    }
    if (type !== 'string') return []
    return [suggestion(list(shown), present >= enough && once / distinct <= mostSingles)]
  }
  return []

  function suggestion(value: string, kept: boolean): Suggestion {
    const note = `all values seen; another one has ${atMost(0, present)}`
    return { key: 'enum', value, note, above, kept }
  }
}

const sortedTexts = (texts: readonly string[]) => [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/** Items as lines that are not too long. */
function chunks(items: readonly string[]): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + item.length < 100) lines[lines.length - 1] = `${last}, ${item}`
    else lines.push(item)
  }
  return lines
}

/** Where nothing is negative, that is a rule that a person would write; how far values reach is chance. */
function bounds({ type }: ColumnType, { present, range }: Evidence): Suggestion[] {
  if (range === undefined) return []
  const { minimum, maximum } = range
  const isNumber = type === 'integer' || type === 'number'
  const writable = (text: string) =>
    type === 'integer' ? Number.isSafeInteger(Number(text)) : !isNumber || Number.isFinite(Number(text))
  const nonNegative = isNumber && Number(minimum) >= 0
  const found: Suggestion[] = []
  const add = (key: 'minimum' | 'maximum', text: string, note: string, kept: boolean) =>
    found.push({ key, value: isNumber ? text : inQuotes(text), note, kept })
  if (nonNegative) {
    const note = `none of ${grouped(present)} is negative`
    add('minimum', '0', note, present >= enough)
  }
  if (writable(minimum) && !(nonNegative && Number(minimum) === 0))
    add('minimum', minimum, `the smallest of ${grouped(present)}`, false)
  if (writable(maximum)) add('maximum', maximum, `the largest of ${grouped(present)}`, false)
  return found
}

function texts({ present, lengths, looks }: Evidence): Suggestion[] {
  const found: Suggestion[] = []
  if (looks?.shape !== undefined)
    found.push({
      key: 'pattern',
      value: inQuotes(looks.shape),
      note: `the shape of all ${grouped(present)}`,
      kept: false,
    })
  else if (lengths !== undefined)
    found.push({
      key: 'maxLength',
      value: String(lengths.longest),
      note: `the longest of ${grouped(present)}`,
      kept: false,
    })
  return found
}

/** Categories that differ only in case and spaces are one category to people. */
function variants({ categories: found = [] }: Evidence): string[] {
  const groups = new Map<string, string[]>()
  for (const { value } of found) {
    const plain = value.trim().replace(/\s+/g, ' ').toLowerCase()
    groups.set(plain, [...(groups.get(plain) ?? []), value])
  }
  return [...groups.values()]
    .filter((same) => same.length > 1)
    .map(
      (same) =>
        `${same.map(inQuotes).join(' and ')} differ only in case or spaces: mend the data, or list one`,
    )
}
