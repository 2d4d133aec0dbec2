import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engine, openEngine } from '../../src/tables/engine.ts'
import { openTable } from '../../src/tables/read.ts'

/** Kept between runs in the ignored folder of tools. */
export const engineCache = fileURLToPath(new URL('../../.tools/engine', import.meta.url))

export const quiet = { info: () => undefined }

export const scratchFolder = () => mkdtempSync(join(tmpdir(), 'modelassay-tables-'))

export const engineFor = (allowed: readonly string[], threads = 2): Promise<Engine> =>
  openEngine({ install: { cache: engineCache, log: quiet }, scratch: scratchFolder(), allowed, threads })

/** Writes a file, and opens it as a table. */
export async function tableOf(content: string | Uint8Array, name = 'data.csv', threads = 2) {
  const file = join(scratchFolder(), name)
  writeFileSync(file, content)
  const engine = await engineFor([file], threads)
  const table = await openTable(engine, file, { label: name })
  return { engine, table, file }
}
