import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engine, openEngine } from '../../src/tables/engine/engine.ts'
import { literal } from '../../src/tables/quote.ts'
import { openTable } from '../../src/tables/read.ts'

/** Kept between runs in the ignored folder of tools. */
export const engineCache = fileURLToPath(new URL('../../.tools/engine', import.meta.url))

export const quiet = { info: () => undefined }

export const scratchFolder = () => mkdtempSync(join(tmpdir(), 'modelassay-tables-'))

export const engineFor = (allowed: readonly string[], threads = 2): Promise<Engine> =>
  openEngine({ install: { cache: engineCache, log: quiet }, scratch: scratchFolder(), allowed, threads })

/**
 * An engine for many tests: it may read what lies in its scratch folder, so each table is a file in a folder of its
 * own there.
 */
export async function tablesForTests(threads = 2) {
  const engine = await engineFor([], threads)
  const write = (content: string | Uint8Array, name = 'data.csv') => {
    const file = join(mkdtempSync(join(engine.scratch, 'table-')), name)
    writeFileSync(file, content)
    return file
  }
  const open = (content: string | Uint8Array, name = 'data.csv') =>
    openTable(engine, write(content, name), { label: name })
  /** a Parquet file of what a query gives */
  const parquet = async (query: string, name = 'data.parquet') => {
    const file = join(mkdtempSync(join(engine.scratch, 'table-')), name)
    await engine.run(`COPY (${query}) TO ${literal(file)} (FORMAT parquet)`)
    return openTable(engine, file, { label: name })
  }
  return { engine, open, parquet, write }
}
