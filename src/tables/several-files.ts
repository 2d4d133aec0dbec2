import { inputError } from '../errors.ts'
import { treeDigest } from '../record/tree-digest.ts'
import { faultCodes, keptFaults, noFaults } from './csv/csv-faults.ts'
import type { Engine } from './engine/engine.ts'
import type { LocatedFile, LocatedTable } from './locate.ts'
import type { Partition } from './partitions.ts'
import { literal } from './quote.ts'
import { relationOf } from './relation.ts'
import type { Table, TableColumn } from './table.ts'
import { isTyped } from './table-format.ts'

/** An opened file of a table. */
export interface OpenedFile {
  readonly located: LocatedFile
  readonly table: Table
}

/**
 * Several files as one table: their rows one after the other, and after their columns those of their partitions.
 * @throws AssayError input: `different-formats`, `different-columns`, `different-partitions`, `partition-conflict`
 */
export async function asOneTable(
  engine: Engine,
  { label }: Pick<LocatedTable, 'label'>,
  opened: readonly OpenedFile[],
): Promise<Table> {
  const first = opened[0]!
  for (const other of opened) requireAlike(first, other)
  const columns = [...columnsOf(opened), ...partitionColumns(first)]
  const relation = relationOf(opened.map(({ table }) => table.relation).join(' '))
  const starts: number[] = []
  let rows = 0
  for (const { table } of opened) {
    starts.push(rows)
    rows += table.rows
  }
  const selected = opened.map((one) => selectedAs(columns, one))
  await engine.run(
    `CREATE OR REPLACE VIEW ${relation} AS ${selected.map((cells, i) => `SELECT ${cells} FROM ${opened[i]!.table.relation}`).join(' UNION ALL ')}`,
  )
  const numbered = selected.map(
    (cells, i) => `SELECT r + ${starts[i]} AS r, ${cells} FROM ${opened[i]!.table.numbered}`,
  )
  await engine.run(`CREATE OR REPLACE VIEW ${relation}_numbered AS ${numbered.join(' UNION ALL ')}`)
  const parts = opened.map(({ located, table }) => ({
    path: located.path,
    bytes: table.bytes,
    digest: table.digest,
  }))
  return {
    label,
    format: first.table.format,
    digest: treeDigest(parts),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    rows,
    columns,
    faults: faultsOf(opened),
    relation,
    numbered: `${relation}_numbered`,
    ...(first.table.header && { header: { ...first.table.header, file: first.table.label } }),
    parts,
    place(row) {
      const at = lastAtMost(starts, row - 1)
      const { table } = opened[at]!
      return { ...table.place(row - starts[at]!), file: table.label }
    },
  }
}

/** The last of ascending numbers that is not larger: of files without rows the one that has some. */
function lastAtMost(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (numbers[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}

/** The columns of the files; lines of JSON may each lack some, so that all keys of all files are columns there. */
function columnsOf(opened: readonly OpenedFile[]): TableColumn[] {
  const all = new Map<number | string, TableColumn>()
  for (const { table } of opened)
    for (const [i, column] of table.columns.entries()) {
      const key = table.format === 'jsonl' ? column.name : i
      if (!all.has(key)) all.set(key, column)
    }
  // What is known of the cells of one file says nothing of the others'.
  return Array.from(all.values(), ({ name, type, jsonKind }, i) => ({
    name,
    type,
    sql: `c${i}`,
    ...(jsonKind === undefined ? {} : { jsonKind: `j${i}` }),
  }))
}

const partitionColumns = ({ located, table }: OpenedFile): TableColumn[] =>
  located.partition.map(({ key }, i) => ({
    name: key,
    sql: `p${i}`,
    type: 'VARCHAR',
    partition: true,
    ...(table.format === 'jsonl' ? { jsonKind: `jp${i}` } : {}),
  }))

function selectedAs(columns: readonly TableColumn[], { located, table }: OpenedFile): string {
  const cells = columns.map(({ name, sql, jsonKind, partition }, i) => {
    if (partition) {
      const { value } = located.partition.find(({ key }) => key === name)!
      const cell = value === '' ? 'NULL::VARCHAR' : literal(value)
      return `${cell} AS ${sql}${jsonKind === undefined ? '' : `, 's' AS ${jsonKind}`}`
    }
    if (table.format !== 'jsonl') return `${table.columns[i]!.sql} AS ${sql}`
    const own = table.columns.find((column) => column.name === name)
    return own === undefined
      ? `NULL::VARCHAR AS ${sql}, NULL::VARCHAR AS ${jsonKind}`
      : `${own.sql} AS ${sql}, ${own.jsonKind} AS ${jsonKind}`
  })
  return cells.join(', ')
}

function requireAlike(first: OpenedFile, other: OpenedFile): void {
  const [a, b] = [first.table, other.table]
  const refuse = (code: string, difference: string) =>
    inputError(code, `${b.label} does not go with ${a.label}: ${difference}.`, {
      hint: 'Write all files of a table with the same columns in the same order, or name them as tables of their own.',
      file: b.label,
    })
  if (a.format !== b.format) throw refuse('different-formats', `it is ${b.format}, the other ${a.format}`)
  const columns = a.format === 'jsonl' ? undefined : differenceOf(b.columns, a.columns, isTyped(a.format))
  if (columns !== undefined) throw refuse('different-columns', columns)
  const keys = (partition: readonly Partition[]) => partition.map(({ key }) => key)
  const [ours, theirs] = [keys(first.located.partition), keys(other.located.partition)]
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    throw refuse(
      'different-partitions',
      `the names of its folders give values to ${listed(theirs)}, there to ${listed(ours)}`,
    )
  const conflict = ours.find((key) => b.columns.some(({ name }) => name === key))
  if (conflict === undefined) return
  throw inputError(
    'partition-conflict',
    `${b.label} has a column ${shown(conflict)}, and the name of its folder gives that a value too.`,
    { hint: 'Take the column out of the files, or rename the folders.', file: b.label },
  )
}

const listed = (names: readonly string[]) =>
  names.length === 0 ? 'nothing' : names.map((name) => JSON.stringify(name)).join(', ')

/** The first difference of a header from the one before, in words. */
function differenceOf(
  ours: readonly TableColumn[],
  theirs: readonly TableColumn[],
  typed: boolean,
): string | undefined {
  for (let i = 0; i < Math.min(ours.length, theirs.length); i++) {
    const [our, their] = [ours[i]!, theirs[i]!]
    if (our.name !== their.name)
      return `its column ${i + 1} is ${shown(our.name)}, there it is ${shown(their.name)}`
    if (typed && our.type !== their.type)
      return `its column ${i + 1}, ${shown(our.name)}, is ${shown(our.type)}, there ${shown(their.type)}`
  }
  if (ours.length > theirs.length) return `its column ${shown(ours[theirs.length]!.name)} is one more`
  return ours.length < theirs.length ? `it lacks the column ${shown(theirs[ours.length]!.name)}` : undefined
}

const shown = (name: string) => JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name)

function faultsOf(opened: readonly OpenedFile[]): Table['faults'] {
  const counts = { ...noFaults.counts }
  for (const { table } of opened) for (const code of faultCodes) counts[code] += table.faults.counts[code]
  const all = opened.flatMap(({ table }) =>
    table.faults.first.map((fault) => ({ ...fault, file: table.label })),
  )
  return {
    counts,
    first: faultCodes.flatMap((code) => all.filter((fault) => fault.code === code).slice(0, keptFaults)),
  }
}
