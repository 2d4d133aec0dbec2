import { inputError } from '../../errors.ts'
import { sha256OfFile } from '../../record/digest.ts'
import { counted, grouped } from '../../report/number.ts'
import { noFaults } from '../csv/csv-faults.ts'
import type { Engine } from '../engine/engine.ts'
import { oneFile } from '../quote.ts'
import { numbered, requireFewColumns } from '../relation.ts'
import type { Table } from '../table.ts'
import { encrypted } from '../table-file.ts'
import { type ParquetPage, pagesOf, withParquetFile } from './parquet-pages.ts'

/**
 * Opens a Parquet file as a view of its columns with the types that it stores.
 * @param file absolute; `relation` is the SQL name of the view that is made
 * @throws AssayError input: `not-parquet`, `parquet-encrypted`, `too-many-columns`, `decimals-too-long`, `archive-too-large`
 */
export async function openParquet(
  engine: Engine,
  file: string,
  label: string,
  bytes: number,
  relation: string,
): Promise<Table> {
  const source = `read_parquet(${oneFile(file)}, hive_partitioning=false)`
  await requireOpen(engine, file, label)
  const names = await parquetColumns(engine, file)
  if (names.length === 0) {
    throw inputError('not-parquet', `${label} has no columns.`, {
      hint: 'Write the table again.',
      file: label,
    })
  }
  requireFewColumns(names.length, label)
  await requireReadDecimals(engine, file, label)
  await requireModest(engine, file, label)
  await requireModestPages(engine, file, label)
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

/**
 * The engine makes doubles of decimals of more digits than its own have, and those of some widths it reads a power of two
 * too large.
 */
async function requireReadDecimals(engine: Engine, file: string, label: string): Promise<void> {
  const [found] = await engine.rows(
    `SELECT name, precision::INTEGER AS digits FROM parquet_schema(${oneFile(file)})
     WHERE precision > 38 AND (type <> 'FIXED_LEN_BYTE_ARRAY' OR type_length::INTEGER % 8 <> 0) LIMIT 1`,
  )
  if (found === undefined) return
  throw inputError(
    'decimals-too-long',
    `${label}: the column ${JSON.stringify(found.name)} holds decimals of ${found.digits} digits, and at most 38 can be read.`,
    { hint: 'Write it as decimals of at most 38 digits, as doubles or as texts.', file: label },
  )
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
  throw tooLarge(label, 'a column', Number(found.size), largestRatio)
}

const tooLarge = (label: string, what: string, size: number, ratio: number) =>
  inputError(
    'archive-too-large',
    `${label} has ${what} that would become ${grouped(size)} bytes, more than ${ratio} times what it takes in the file: that is no table, or an attack.`,
    {
      hint: 'Look at what the file holds; where it is a table, write it in smaller row groups.',
      file: label,
    },
  )

/**
 * Each value of a dictionary may be that of a million rows. Its values differ, so that it takes a good part of its size in
 * the file, and writers leave it at a megabyte.
 */
const modestDictionary = 2 ** 20
const dictionaryRatio = 32

/** The same by what the pages say of themselves, since the engine goes by that, and a footer may lie. */
async function requireModestPages(engine: Engine, file: string, label: string): Promise<void> {
  const chunks = await engine.rows(
    `SELECT coalesce(nullif(greatest(dictionary_page_offset, 0), 0), data_page_offset)::DOUBLE AS start, num_values::DOUBLE AS values
     FROM parquet_metadata(${oneFile(file)}) WHERE compression <> 'UNCOMPRESSED'`,
  )
  try {
    await withParquetFile(file, async (opened) => {
      for (const { start, values } of chunks)
        for await (const page of pagesOf(opened, { start: Number(start), values: Number(values) }))
          requireModestPage(page, label)
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw inputError('not-parquet', `${label} has no page where its footer says: ${error.message}.`, {
      hint: 'Write the file again; it is damaged.',
      file: label,
      cause: error,
    })
  }
}

function requireModestPage({ isDictionary, compressed, uncompressed }: ParquetPage, label: string): void {
  const [least, ratio] = isDictionary ? [modestDictionary, dictionaryRatio] : [modest, largestRatio]
  if (uncompressed > Math.max(least, ratio * compressed))
    throw tooLarge(label, isDictionary ? 'a dictionary' : 'a page', uncompressed, ratio)
}

/**
 * A file whose footer can be read may have columns that cannot. What the footer then holds is no text to the engine.
 * @throws AssayError input `parquet-encrypted`
 */
async function requireOpen(engine: Engine, file: string, label: string): Promise<void> {
  const isEncrypted = await engine
    .rows(`SELECT encryption_algorithm FROM parquet_file_metadata(${oneFile(file)})`)
    .then(([found]) => found?.encryption_algorithm !== null)
    .catch((error: unknown) => {
      if (error instanceof Error && /Invalid unicode/.test(error.message)) return true
      throw error
    })
  if (isEncrypted) throw encrypted(label)
}

/** Names of the columns as the file has them: DuckDB renames those that differ only in case. */
async function parquetColumns(engine: Engine, file: string): Promise<string[]> {
  const schema = await engine.rows(`SELECT name, num_children FROM parquet_schema(${oneFile(file)})`)
  const names: string[] = []
  const descendants = (at: number): number => {
    let next = at + 1
    const children = Number(schema[at]?.num_children ?? 0)
    for (let child = 0; child < children && next < schema.length; child++) next = descendants(next)
    return next
  }
  for (let at = 1; at < schema.length; at = descendants(at)) names.push(String(schema[at]?.name))
  return names
}
