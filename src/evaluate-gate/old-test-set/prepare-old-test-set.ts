import { resolve } from 'node:path'
import * as z from 'zod'
import { filesAtCommit } from '../../data-versions/at-commit.ts'
import { AssayError } from '../../errors.ts'
import { exceptFor } from '../../git/dirt.ts'
import { tryGit } from '../../git/git.ts'
import { digestSchema } from '../../record/digest.ts'
import type { Task } from '../../stage/stage.ts'
import { tablePlaceSchema } from '../../tables/locate.ts'
import { digestAt } from '../digest-at.ts'
import { placedTables } from '../rerun/placed-tables.ts'
import { addWorktree } from '../rerun/worktree.ts'

const pathSchema = tablePlaceSchema.shape.path

const prepareOldRequest = z.object({
  /** folder of the project in this repository */
  root: z.string(),
  /** of the worktree */
  folder: z.string(),
  /** the old table is brought to it, below the path that `table` has */
  into: z.string(),
  /** commits that had the old test set, and where: any of them will do */
  sources: z.array(z.object({ sha: z.string().regex(/^[0-9a-f]{7,64}$/), path: pathSchema })).min(1),
  /** where the candidate's code looks for its test table */
  table: pathSchema,
  /** content of the old table */
  digest: digestSchema,
  /** files that the pipeline writes, absolute: what has become of them is no other code */
  written: z.array(z.string()),
})
export type PrepareOldRequest = z.infer<typeof prepareOldRequest>

/**
 * Makes a worktree of the commit that is judged, with the test table in it that a baseline was judged on, before any
 * command of the candidate's runs. A failure is an answer, no error.
 */
export const prepareOldTestSet: Task = async (params, { environment, log }) => {
  const request = prepareOldRequest.parse(params)
  try {
    const why = await prepared(request, environment, (line) => log.info(line))
    return { settled: why !== undefined, ...(why !== undefined && { why }) }
  } catch (error) {
    if (error instanceof AssayError) return { settled: true, why: clause(error.message) }
    throw error
  }
}

async function prepared(
  { root, folder, into, sources, table, digest, written }: PrepareOldRequest,
  environment: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<string | undefined> {
  const isSame = await digestAt({ path: table, root, workspace: root })
  if (isSame === digest) return 'the test set is the same'
  say('Bringing the test set that a baseline was judged on, for the model to be evaluated on it too')
  const lost = await broughtFromAny(sources, { root, into, table, digest }, environment)
  if (lost !== undefined) return lost
  const edited = await editedFiles(root, [...written, ...filesOf(table, root)], environment)
  if (edited !== undefined) return edited
  const head = await tryGit(['rev-parse', '--verify', 'HEAD^{commit}'], { cwd: root, env: environment })
  if (!head.ok) return `git does not know which commit this is (${head.reason})`
  return (
    (await addWorktree(root, head.text.trim(), folder, environment)) ??
    (await placedTables(folder, [{ place: { path: table, root: into, workspace: into }, to: table }]))
  )
}

/** Brings the table from the first commit that has the very content. @returns why none has, as a clause */
async function broughtFromAny(
  sources: PrepareOldRequest['sources'],
  { root, into, table, digest }: Pick<PrepareOldRequest, 'root' | 'into' | 'table' | 'digest'>,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  let first: string | undefined
  for (const { sha, path } of sources) {
    // One file is known by its content alone; of several their paths count, which are the same there.
    const renamed = path === table || typeof table !== 'string' ? {} : { as: table }
    const why = await filesAtCommit({ root, sha, path, into, ...renamed }, environment)
    if (why === undefined && (await digestAt({ path: table, root: into, workspace: into })) === digest)
      return undefined
    first ??= why ?? `what the commit ${sha.slice(0, 7)} has is not the table that it was judged on`
  }
  return first
}

/** A commit is not what is judged where files of it were edited since. */
async function editedFiles(
  root: string,
  written: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const status = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no']
  const answer = await tryGit([...status, '--', ':/', ...exceptFor(written, root)], { cwd: root, env })
  if (!answer.ok) return `git does not work here (${answer.reason})`
  const [first] = answer.text.split('\0').filter(Boolean)
  return first === undefined ? undefined : `this working tree differs from its commit (${first.slice(3)})`
}

/** A pattern names no file that could be left out. */
const filesOf = (table: PrepareOldRequest['table'], root: string) =>
  [table].flat().map((path) => resolve(root, path))

const clause = (message: string) => message.trim().replace(/\.$/, '')
