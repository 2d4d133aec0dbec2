import * as z from 'zod'
import { AssayError } from '../../errors.ts'
import { demandModel } from '../../models/fetch.ts'
import { digestSchema } from '../../record/digest.ts'
import type { Task } from '../../stage/stage.ts'
import { placedTables, tableToPlaceSchema } from './placed-tables.ts'
import { addWorktree } from './worktree.ts'

const prepareRequest = z.object({
  root: z.string(),
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  folder: z.string(),
  /** the candidate's, in place of those of the commit */
  tables: z.array(tableToPlaceSchema),
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
