import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import { isTextFormat } from '../../tables/cells.ts'
import { noFaults } from '../../tables/csv-faults.ts'
import type { Engine } from '../../tables/engine.ts'
import { literal, oneFile } from '../../tables/quote.ts'
import { openTable } from '../../tables/read.ts'
import { numbered } from '../../tables/relation.ts'
import type { Table } from '../../tables/table.ts'
import { quoted } from '../finding.ts'

/** The rows of one or several files as one table. */
export interface Sample {
  readonly table: Table
  readonly files: readonly Table[]
  /** where a row of the table stands, for people: `penguins.csv:17`, or its number where there are no lines */
  where(row: number): string
}

/**
 * Opens files as one table, in their order. Every file has the same columns, in any order; the first decides. Files
 * of text are copied to Parquet in the engine's scratch folder, because every column is asked several times.
 * @param paths files, and what messages call them; allowed for the engine
 * @throws AssayError input: see {@link openTable}; `blank-label`, `duplicate-label`, `no-rows`, `different-columns`,
 * `different-types`
 */
export async function openSample(
  engine: Engine,
  paths: readonly { readonly path: string; readonly label: string }[],
  progress?: (label: string, bytes: number) => void,
): Promise<Sample> {
  const files: Table[] = []
  for (const { path, label } of paths) {
    const said = progress === undefined ? {} : { progress: (bytes: number) => progress(label, bytes) }
    const file = await openTable(engine, path, { label, ...said })
    requireNames(file)
    files.push(file)
  }
  const [first, ...others] = files
  if (first === undefined) throw new RangeError('a sample has at least one file')
  for (const other of others) requireSameColumns(first, other)
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  if (rows === 0) {
    throw inputError('no-rows', `${first.label} has a header but no rows to learn from.`, {
      hint: 'Name a file with rows.',
      file: first.label,
    })
  }
  const relation = await together(engine, first, files)
  return {
    table: {
      ...first,
      relation,
      numbered: numbered(relation),
      rows,
      faults: noFaults,
      place: (row) => {
        const { file, row: inFile } = fileOf(files, row)
        return file.place(inFile)
      },
    },
    files,
    where: (row) => {
      const { file, row: inFile } = fileOf(files, row)
      const { row: number, line } = file.place(inFile)
      return line === undefined ? `${file.label}, row ${number}` : `${file.label}:${line}`
    },
  }
}

/** The rows of all files, one after the other, by the names of the first. */
async function together(engine: Engine, first: Table, files: readonly Table[]): Promise<string> {
  const parts = files.map((file) => {
    const columns = first.columns.map(({ name, sql }) => {
      const there = file.columns.find((column) => column.name === name)!
      return `${there.sql} AS ${sql}`
    })
    return `SELECT ${columns.join(', ')} FROM ${file.relation}`
  })
  const all = parts.join(' UNION ALL ')
  const relation = `sample_${first.relation}`
  if (!isTextFormat(first)) {
    await engine.run(`CREATE OR REPLACE VIEW ${relation} AS ${all}`)
    return relation
  }
  const copy = join(engine.scratch, `${relation}.parquet`)
  await engine.run(`COPY (${all}) TO ${literal(copy)} (FORMAT parquet)`)
  await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(copy)})`)
  return relation
}

/** The file that holds a row of the sample, and the row's number among those of the file that are whole. */
function fileOf(files: readonly Table[], row: number): { readonly file: Table; readonly row: number } {
  let before = 0
  for (const file of files) {
    if (row <= before + file.rows) return { file, row: row - before }
    before += file.rows
  }
  throw new RangeError(`there is no row ${row}`)
}

/** A contract names columns: without a name of its own a column cannot be in one. */
function requireNames({ columns, label }: Table): void {
  const names = columns.map(({ name }) => name)
  const blank = names.indexOf('')
  if (blank !== -1) {
    throw inputError('blank-label', `${label}: column ${blank + 1} has no name.`, {
      hint: 'Name every column in the header; an index that a program wrote without being asked is best left out.',
      file: label,
      line: 1,
    })
  }
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i)
  if (repeated !== -1) {
    throw inputError(
      'duplicate-label',
      `${label}: column ${repeated + 1} repeats the name ${quoted(names[repeated]!)}.`,
      { hint: 'Give every column a name of its own.', file: label, line: 1 },
    )
  }
}

function requireSameColumns(first: Table, other: Table): void {
  const hint = 'Files that are not one table each need a contract of their own: name them one by one.'
  const lacking = first.columns.find(({ name }) => !other.columns.some((column) => column.name === name))
  const extra = other.columns.find(({ name }) => !first.columns.some((column) => column.name === name))
  if (lacking !== undefined || extra !== undefined) {
    const [owner, without, { name }] =
      lacking === undefined ? [other, first, extra!] : [first, other, lacking]
    throw inputError(
      'different-columns',
      `${owner.label} has a column ${quoted(name)}, and ${without.label} has none.`,
      { hint, file: without.label },
    )
  }
  for (const { name, type } of first.columns) {
    const there = other.columns.find((column) => column.name === name)!
    if (there.type === type && isTextFormat(first) === isTextFormat(other)) continue
    throw inputError(
      'different-types',
      `The column ${quoted(name)} is ${type} in ${first.label} (${first.format}) and ${there.type} in ${other.label} (${other.format}).`,
      { hint, file: other.label },
    )
  }
}
