import { configurationError, inputError } from '../../errors.ts'
import { counted } from '../../report/number.ts'
import { noFaults } from '../../tables/csv/csv-faults.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import type { Table } from '../../tables/table.ts'
import { checkTable } from '../check.ts'
import { quoted } from '../finding.ts'
import { loadContract } from '../load.ts'
import { readAs } from './ask.ts'
import { type ColumnType, columnTypes } from './column-type.ts'
import { type ContractDraft, contractText, longestContract } from './contract-text.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { inParts } from './parts.ts'
import { identifiesRows, proposeField } from './propose.ts'
import { proposeChecks } from './propose-checks.ts'
import type { Sample } from './sample.ts'
import { inQuotes } from './yaml-text.ts'

export interface InferOptions {
  /** columns that are to be predicted; default: none */
  readonly labels?: readonly string[]
}

/** A column with its type and what it shows. */
export interface Observed {
  readonly column: ColumnType
  readonly evidence: Evidence
  /** where they are not those of the contract */
  readonly missingValues?: readonly string[]
}

/**
 * A contract that the sample keeps, as text for a person to review. It is held to the sample before it is given out.
 * @throws AssayError configuration `unknown-label`; input `too-many-columns` where a contract of so many columns could not be read again
 */
export async function inferContract(
  engine: Engine,
  sample: Sample,
  { labels = [] }: InferOptions = {},
): Promise<string> {
  const { table } = sample
  requireColumns(table, labels)
  const found: { readonly part: Sample; readonly column: ColumnType }[] = []
  for (const part of await inParts(engine, sample))
    for (const column of await columnTypes(engine, part.table)) found.push({ part, column })
  const types = found.map(({ column }) => column)
  const everywhere = missingEverywhere(types)
  const observed: Observed[] = []
  for (const { part, column } of found) {
    const missingValues = ownMissing(column, everywhere)
    const reading = readAs(part.table, column.column, column, missingValues ?? ['', ...everywhere])
    const evidence = await evidenceOf(engine, part, reading)
    observed.push({ column, evidence, ...(missingValues === undefined ? {} : { missingValues }) })
  }
  const text = contractText({
    sources: sources(table),
    fields: drafts(observed),
    missing: everywhere.map((text) => ({ text, note: placesOf(text, types) })),
    ...keyOf(observed),
    rows: table.rows,
    checks: observed
      .map(({ column, evidence }) => proposeChecks(column.column.name, column.type, evidence))
      .filter(({ checks }) => checks.length > 0),
    labels,
  })
  await requireKept(engine, text, table)
  return text
}

function requireColumns({ columns, label }: Table, names: readonly string[]): void {
  const known = columns.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw configurationError('unknown-label', `${label} has no column ${quoted(unknown)}.`, {
    hint: `Its columns: ${known.slice(0, 20).map(quoted).join(', ')}${known.length > 20 ? ' ...' : ''}.`,
  })
}

const mostSources = 20

/** What was read, by content: where a contract came from can be found again. */
function sources({ label, rows, digest, parts = [] }: Table): string[] {
  const listed = parts.slice(0, mostSources).map((part) => `  ${inQuotes(part.path)}, ${part.digest}`)
  const more = parts.length - listed.length
  return [
    `${inQuotes(label)}, ${counted(rows, 'row')}, ${digest}`,
    ...listed,
    ...(more > 0 ? [`  and ${counted(more, 'more file')}`] : []),
  ]
}

function drafts(observed: readonly Observed[]) {
  const { key } = keyOf(observed)
  return observed.map(({ column, evidence, missingValues }) => {
    const { name } = column.column
    const draft = proposeField(name, column, evidence, name === key?.name)
    return missingValues === undefined ? draft : { ...draft, missingValues }
  })
}

/** The first column that identifies rows is the key; there is one at most. */
function keyOf(observed: readonly Observed[]): Pick<ContractDraft, 'key'> {
  const [name, ...others] = observed
    .filter(({ column, evidence }) => identifiesRows(column, evidence))
    .map(({ column }) => column.column.name)
  return name === undefined ? {} : { key: { name, others } }
}

/** The texts without which some column would not have its type, and that are values in none. */
function missingEverywhere(types: readonly ColumnType[]): string[] {
  const values = new Set(types.flatMap(({ doubtful }) => doubtful.map(({ text }) => text)))
  const missing = new Set(types.flatMap((column) => column.missing.map(({ text }) => text)))
  return [...missing].filter((text) => !values.has(text)).sort()
}

/** The list of a column of its own, where a text that is missing there is a value in another: NA is a country. */
function ownMissing({ missing }: ColumnType, everywhere: readonly string[]): string[] | undefined {
  const own = missing.map(({ text }) => text).filter((text) => !everywhere.includes(text))
  return own.length === 0 ? undefined : ['', ...everywhere, ...own]
}

const mostPlaces = 10

function placesOf(text: string, types: readonly ColumnType[]): string {
  const places = types.flatMap(({ column, missing }) =>
    missing
      .filter((mark) => mark.text === text)
      .map(({ count }) => `${counted(count, 'cell')} of ${inQuotes(column.name)}`),
  )
  const rest = places.length - mostPlaces
  return `stands in ${places.slice(0, mostPlaces).join(', ')}${rest > 0 ? ` and ${counted(rest, 'more column')}` : ''}`
}

async function requireKept(engine: Engine, text: string, table: Table): Promise<void> {
  if (text.length > longestContract) {
    throw inputError(
      'too-many-columns',
      `A contract of ${counted(table.columns.length, 'column')} would have more than a million characters.`,
      {
        hint: 'Write the table the long way round: a row for each value, with a column for what it measures.',
        file: table.label,
      },
    )
  }
  // Rows that are not whole no contract can allow; they are not among those that this one is of.
  const whole = { ...table, faults: noFaults }
  const { errors } = await checkTable(engine, loadContract(text, 'the inferred contract'), whole, {
    name: 'sample',
  })
  if (errors[0] !== undefined)
    throw new Error(`the inferred contract does not hold for its own data: ${errors[0].message}`)
}
