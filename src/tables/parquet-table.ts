import { inputError } from '../errors.ts'
import { sha256OfFile } from '../record/digest.ts'
import { counted, grouped } from '../report/number.ts'
import { noFaults } from './csv-faults.ts'
import type { Engine } from './engine.ts'
import { oneFile } from './quote.ts'
import { numbered, requireFewColumns } from './relation.ts'
import type { Table } from './table.ts'

/**
 * Opens a Parquet file as a view of its columns with the types that it stores.
 * @param file absolute; `relation` is the SQL name of the view that is made
 * @throws AssayError input: `not-parquet`, `too-many-columns`, `archive-too-large`
 */
export async function openParquet(
  engine: Engine,
  file: string,
  label: string,
  bytes: number,
  relation: string,
): Promise<Table> {
  const source = `read_parquet(${oneFile(file)}, hive_partitioning=false)`
  const names = await parquetColumns(engine, file)
  if (names.length === 0) {
    throw inputError('not-parquet', `${label} has no columns.`, {
      hint: 'Write the table again.',
      file: label,
    })
  }
  requireFewColumns(names.length, label)
  await requireModest(engine, file, label)
  const aliases = names.map((_, i) => `c${i}`)
  // What the file says of its own values (least, largest, how many are missing) must not spare the engine a look at
  // them: it knows nothing of what comes out of TRY.
  const columns = aliases.map((alias) => `TRY(${alias}) AS ${alias}`).join(', ')
  await engine.run(
    `CREATE OR REPLACE VIEW ${relation} AS SELECT ${columns} FROM ${source} AS t(${aliases.join(', ')})`,
  )
  const described = await engine.rows(`DESCRIBE ${relation}`)
  const [found] = await engine.rows(
    `SELECT (SELECT count(*) FROM ${relation}) AS n, (SELECT num_rows FROM parquet_file_metadata(${oneFile(file)})) AS said`,
  )
  if (found?.n !== found?.said) {
    throw inputError(
      'not-parquet',
      `${label} says that it has ${counted(Number(found?.said), 'row')}, and has ${grouped(Number(found?.n))}.`,
      { hint: 'Write the file again; it is damaged.', file: label },
    )
  }
  return {
    label,
    format: 'parquet',
    digest: await sha256OfFile(file),
    bytes,
    rows: Number(found?.n),
    columns: names.map((name, i) => ({ name, sql: `c${i}`, type: String(described[i]?.column_type) })),
    faults: noFaults,
    relation,
    numbered: numbered(relation),
    place: (row) => ({ row }),
  }
}

/** A column of a row group may become so much; beyond that, so many times what it takes in the file. */
const modest = 256 * 2 ** 20
const largestRatio = 256

/** The engine unpacks a page as a whole: a few bytes that become gigabytes would take the memory of the machine. */
async function requireModest(engine: Engine, file: string, label: string): Promise<void> {
  const [found] = await engine.rows(
    `SELECT max(total_uncompressed_size)::DOUBLE AS size FROM parquet_metadata(${oneFile(file)})
     WHERE total_uncompressed_size > greatest(${modest}, ${largestRatio} * total_compressed_size)`,
  )
  if (found?.size === null || found?.size === undefined) return
  throw inputError(
    'archive-too-large',
    `${label} has a column that would become ${grouped(Number(found.size))} bytes, more than ${largestRatio} times what it takes in the file: that is no table, or an attack.`,
    {
      hint: 'Look at what the file holds; where it is a table, write it in smaller row groups.',
      file: label,
    },
  )
}

/** Names of the columns as the file has them: DuckDB renames those that differ only in case. */
async function parquetColumns(engine: Engine, file: string): Promise<string[]> {
  const schema = await engine.rows(`SELECT name, num_children FROM parquet_schema(${oneFile(file)})`)
  const names: string[] = []
  const descendants = (at: number): number => {
    let next = at + 1
    for (let child = 0; child < Number(schema[at]?.num_children ?? 0); child++) next = descendants(next)
    return next
  }
  for (let at = 1; at < schema.length; at = descendants(at)) names.push(String(schema[at]?.name))
  return names
}
