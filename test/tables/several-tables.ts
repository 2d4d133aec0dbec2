import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { locateTable } from '../../src/tables/locate.ts'
import { openLocated, type WrittenAs } from '../../src/tables/read.ts'
import { engineFor, scratchFolder } from './engine-for-tests.ts'

/** A folder with files, by their paths in it. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = scratchFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** The table of a path or pattern in a folder, with its rows and the place of each. */
export async function tableIn(folder: string, path: string | readonly string[], writtenAs: WrittenAs = {}) {
  const located = await locateTable({ path, root: folder, workspace: folder })
  const engine = await engineFor(located.files.map(({ file }) => file))
  try {
    const table = await openLocated(engine, located, { writtenAs })
    const names = table.columns.map(({ sql }) => sql).join(', ')
    const rows = await engine.rows(`SELECT r, ${names} FROM ${table.numbered} ORDER BY r`)
    return {
      table,
      header: table.columns.map(({ name }) => name),
      rows: rows.map(({ r: _, ...cells }) => Object.values(cells)),
      places: rows.map(({ r }) => {
        const { file, line, row } = table.place(Number(r))
        return `${file ?? table.label}${line === undefined ? '' : `:${line}`} row ${row}`
      }),
      faults: table.faults.first.map(({ code, file, line, row, reason }) => ({
        code,
        ...(file !== undefined && { file }),
        line,
        row,
        ...(reason !== undefined && { reason }),
      })),
    }
  } finally {
    engine.close()
  }
}

/** What an attempt was refused with: code and message. */
export const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'nothing',
    (error) => `${error.code}: ${error.message}`,
  )
