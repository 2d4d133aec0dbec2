import * as z from 'zod'
import { AssayError } from '../../errors.ts'
import { locateTable, tablePlaceSchema } from '../../tables/locate.ts'
import { placeTables, removeTable } from './worktree.ts'

/** Where a table is, and where the code of a worktree looks for it: relative to the project's folder. */
export const tableToPlaceSchema = z.object({ place: tablePlaceSchema, to: tablePlaceSchema.shape.path })
type TableToPlace = z.infer<typeof tableToPlaceSchema>

/**
 * Puts tables where the code of a worktree looks for its own.
 * @returns why they cannot stand in for those of its commit, as a clause
 */
export async function placedTables(
  folder: string,
  tables: readonly TableToPlace[],
): Promise<string | undefined> {
  try {
    for (const table of tables) {
      const why = await placed(folder, table)
      if (why !== undefined) return why
    }
    return undefined
  } catch (error) {
    if (error instanceof AssayError) return error.message.trim().replace(/\.$/, '')
    throw error
  }
}

/** Of several files all those that the commit has make room: one left over is another test set. */
async function placed(folder: string, { place, to }: TableToPlace): Promise<string | undefined> {
  const { several, files } = await locateTable(place)
  if (!several && typeof to === 'string')
    return placeTables(
      folder,
      files.map(({ file }) => ({ from: file, to })),
    )
  return (
    (await removeTable(folder, to)) ??
    (await placeTables(
      folder,
      files.map(({ file, path }) => ({ from: file, to: path })),
    ))
  )
}
