import * as z from 'zod'
import { AssayError } from '../../errors.ts'
import { demandModel } from '../../models/fetch.ts'
import { digestSchema } from '../../record/digest.ts'
import type { Task } from '../../stage/stage.ts'
import { locateTable, tablePlaceSchema } from '../../tables/locate.ts'
import { addWorktree, placeTables, removeTable } from './worktree.ts'

export const prepareRequest = z.object({
  root: z.string(),
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  folder: z.string(),
  /** the candidate's, and where the code of the commit looks for them: relative to the project's folder */
  tables: z.array(z.object({ place: tablePlaceSchema, to: tablePlaceSchema.shape.path })),
  /** the baseline's own, fetched before any command of the candidate's ran */
  model: z.object({ folder: z.string(), digest: digestSchema }),
})
export type PrepareRequest = z.infer<typeof prepareRequest>

/** `settled` spares the commands: there is nothing that they could run in. */
export const prepareAnswer = z.object({ settled: z.boolean(), why: z.string().optional() })

/** Makes a worktree of a baseline's commit, with the candidate's test tables in it. A failure is an answer, no error. */
export const prepareRerun: Task = async (params, { environment, log }) => {
  const { root, sha, folder, tables, model } = prepareRequest.parse(params)
  log.info(`Checking out ${sha.slice(0, 7)}, whose code evaluates its own model`)
  const why =
    (await otherModel(model)) ??
    (await addWorktree(root, sha, folder, environment)) ??
    (await placedTables(folder, tables))
  return { settled: why !== undefined, ...(why !== undefined && { why }) }
}

/** Why the candidate's tables cannot stand in for those of the commit, as a clause. */
async function placedTables(folder: string, tables: PrepareRequest['tables']): Promise<string | undefined> {
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

/** Of several files all those that the commit has make room for the candidate's: one left over is another test set. */
async function placed(
  folder: string,
  { place, to }: PrepareRequest['tables'][number],
): Promise<string | undefined> {
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

/** Why the files are not the model that was fetched, as a clause. */
async function otherModel({ folder, digest }: PrepareRequest['model']): Promise<string | undefined> {
  try {
    await demandModel({ digest }, folder)
    return undefined
  } catch (error) {
    if (error instanceof AssayError)
      return `its model changed after it was fetched (${error.message.trim().replace(/\.$/, '')})`
    throw error
  }
}
