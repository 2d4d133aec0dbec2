import { mkdir } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import { inputError, outsideError } from '../../errors.ts'
import { exactly, literal, literals } from '../quote.ts'
import type { EngineInstall } from './engine-install.ts'
import { engineLibrary } from './engine-library.ts'

export interface EngineOptions {
  readonly install: EngineInstall
  /** default: one per core */
  readonly threads?: number
  /** for example `2GB`; DuckDB treats it as a wish. Default: 80% of the machine's memory */
  readonly memoryLimit?: string
  /** for what does not fit into memory, and for copies; made when missing */
  readonly scratch: string
  /** the files that may be read, as absolute or relative paths; no other file can be */
  readonly allowed: readonly string[]
}

export type Cell = string | number | boolean | null
/** A value of a row: lists and structs as arrays and objects. */
export type Value = Cell | readonly Value[] | { readonly [name: string]: Value }
export type Row = Readonly<Record<string, Value>>

/** One column of a result. Numbers are doubles with NaN for NULL; everything else is text with null for NULL. */
export type Column =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array; readonly nulls: number }
  | {
      readonly name: string
      readonly kind: 'text'
      readonly values: (string | null)[]
      readonly nulls: number
    }

/** DuckDB in memory, closed to everything but the allowed files and its scratch folder. */
export interface Engine {
  readonly scratch: string
  run(sql: string): Promise<void>
  /** All rows of a small result. Integers beyond 2^53 become text. */
  rows(sql: string, params?: readonly Cell[]): Promise<Row[]>
  /** All columns of a result, read chunk by chunk. */
  columns(sql: string): Promise<Column[]>
  /** One numeric column, chunk by chunk, without holding it. */
  numbers(sql: string): AsyncIterable<Float64Array>
  /** A second connection, for what is asked while the answer may yet turn out not to be needed. */
  readonly beside: {
    rows(sql: string): Promise<Row[]>
    /** ends what is being asked with an error */
    interrupt(): void
  }
  /** ends what is being asked, of `beside` too: it fails */
  interrupt(): void
  close(): void
}

const numeric = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/

/**
 * Opens the pinned DuckDB, loaded by absolute path from where it was installed and verified. It cannot load
 * extensions, reach the network, or read or write files other than those named; its settings are locked. Results do
 * not depend on the number of threads as long as queries order what they return and use exact aggregates.
 * @throws AssayError outside when the engine cannot be installed, verified or loaded
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const scratch = resolve(options.scratch)
  await mkdir(scratch, { recursive: true })
  const api = await engineLibrary(options.install)
  const instance = await api.DuckDBInstance.create(':memory:', {
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
  })
  const connections = [await instance.connect(), await instance.connect()] as const
  for (const connection of connections) await connection.run("SET TimeZone = 'UTC'")
  for (const statement of [
    `SET temp_directory = ${literal(scratch)}`,
    `SET allowed_directories = ${literals(asReadAndNamed([scratch + sep]))}`,
    `SET allowed_paths = ${literals(asReadAndNamed(options.allowed.map((path) => resolve(path))))}`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]) {
    await connections[0].run(statement)
  }
  return engineOf(instance, connections, scratch)
}

/** A path is looked up as a query names it, and again as what that leads to. */
const asReadAndNamed = (paths: readonly string[]) => [...new Set([...paths, ...paths.map(exactly)])]

function engineOf(
  instance: DuckDBInstance,
  [connection, second]: readonly [DuckDBConnection, DuckDBConnection],
  scratch: string,
): Engine {
  const run = async (sql: string) => {
    await connection.run(sql).catch(rethrow)
  }

  const rowsOf =
    (asked: DuckDBConnection) =>
    async (sql: string, params: readonly Cell[] = []) => {
      const reader = await asked.runAndReadAll(sql, params as DuckDBValue[]).catch(rethrow)
      return reader.getRowObjectsJS().map((row) => plain(row) as Row)
    }
  const rows = rowsOf(connection)
  const beside = { rows: rowsOf(second), interrupt: () => second.interrupt() }

  const columns = async (sql: string): Promise<Column[]> => {
    // What fails after the first rows of a stream ends it without a word.
    const result = await connection.run(sql).catch(rethrow)
    const names = result.columnNames()
    const isNumber = result.columnTypes().map((type) => numeric.test(String(type)))
    const growing = names.map((_, i) => (isNumber[i] ? growingNumbers() : growingTexts()))
    for await (const chunk of result) {
      growing.forEach((column, i) => {
        column.push(chunk.getColumnValues(i))
      })
    }
    return names.map((name, i) => ({ name, ...growing[i]!.end() }))
  }

  async function* numbers(sql: string): AsyncGenerator<Float64Array> {
    const result = await connection.stream(sql).catch(rethrow)
    for await (const chunk of result) {
      const cells = chunk.getColumnVector(0)
      const values = new Float64Array(cells.itemCount)
      for (let i = 0; i < values.length; i++) values[i] = toNumber(cells.getItem(i))
      yield values
    }
  }

  const interrupt = () => {
    second.interrupt()
    connection.interrupt()
  }

  const close = () => {
    second.closeSync()
    connection.closeSync()
    instance.closeSync()
  }

  return { scratch, run, rows, columns, numbers, beside, interrupt, close }
}

function growingNumbers() {
  let values = new Float64Array(1024)
  let length = 0
  let nulls = 0
  return {
    push(chunk: readonly DuckDBValue[]) {
      if (length + chunk.length > values.length) {
        const larger = new Float64Array(Math.max(values.length * 2, length + chunk.length))
        larger.set(values)
        values = larger
      }
      for (const value of chunk) {
        if (value === null) nulls++
        values[length++] = toNumber(value)
      }
    },
    end: () => ({ kind: 'number' as const, values: values.slice(0, length), nulls }),
  }
}

function growingTexts() {
  const values: (string | null)[] = []
  let nulls = 0
  return {
    push(chunk: readonly DuckDBValue[]) {
      for (const value of chunk) {
        if (value === null) nulls++
        values.push(value === null ? null : String(value))
      }
    },
    end: () => ({ kind: 'text' as const, values, nulls }),
  }
}

function toNumber(value: DuckDBValue): number {
  if (typeof value === 'number') return value
  return value === null ? Number.NaN : Number(String(value))
}

function plain(value: unknown): Value {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
  }
  return value as Cell
}

/** The engine's own errors, where a user can act on them. Everything else is a defect and stays as it is. */
function rethrow(error: Error): never {
  const message = error.message
  if (/No space left|could not write|ENOSPC/i.test(message)) {
    throw outsideError('disk-full', 'The disk that holds the temporary folder is full.', {
      hint: 'Free space there, or point the temporary folder at a larger disk.',
      cause: error,
    })
  }
  if (/Out of Memory/i.test(message)) {
    throw outsideError('out-of-memory', 'The data engine ran out of memory.', {
      hint: 'Use a larger machine, or a smaller table.',
      cause: error,
    })
  }
  if (
    /No magic bytes|Footer length|Parquet|thrift|TProtocol|don't know what type|snappy|zstd|corrupt|Out of buffer|page (size|header)|dictionary page/i.test(
      message,
    )
  ) {
    throw inputError('not-parquet', `The file cannot be read as Parquet: ${message.split('\n')[0]}`, {
      hint: 'Write the file again; it is damaged or no Parquet file.',
      cause: error,
    })
  }
  throw error
}
