import { stat } from 'node:fs/promises'
import * as z from 'zod'
import { AssayError, inputError } from '../errors.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { Json } from '../record/canonical-json.ts'
import { digestSchema, sha256OfFile } from '../record/digest.ts'
import type { Evaluation } from '../record/evaluation.ts'
import { resultOf } from '../stage/outcomes.ts'
import type { Task } from '../stage/stage.ts'
import { webOf } from '../stage/web-of.ts'
import type { Outcome, WorkItem } from '../stage/work.ts'
import { contentOf } from '../tables/identity.ts'
import { locateTable, tableLabel, tablePlaceSchema } from '../tables/locate.ts'
import type { SeenTable } from './context.ts'
import type { JudgeRequest } from './request.ts'

const holdId = 'hold-tables'
const baselineName = (name: string) => `baseline ${name}`

/** `name` is that of the file among those that were read; a table is known by the identity of its evaluation. */
const table = z.object({ evaluation: z.string(), label: z.string() })
const file = z.object({ label: z.string(), name: z.string() })
const askedSchema = z.object({
  tables: z.array(table.extend({ place: tablePlaceSchema })),
  files: z.array(file.extend({ path: z.string() })),
})
const digest = { digest: digestSchema.optional() }
const heldSchema = z.object({ tables: z.array(table.extend(digest)), files: z.array(file.extend(digest)) })

/**
 * Notes what the test tables and the files that are baselines hold before any command of the user's runs; nothing where
 * none will.
 * @param commands what the user's evaluation runs
 */
export function holdingItems(
  { evaluations, baselines }: Pick<JudgeRequest, 'evaluations' | 'baselines'>,
  commands: readonly WorkItem[],
): WorkItem[] {
  const tables = evaluations.flatMap(({ name, truth, testTable }) => {
    const place = (truth ?? testTable)?.place
    return place === undefined ? [] : [{ evaluation: name, label: tableLabel(place), place }]
  })
  const files = baselines.flatMap((one) =>
    one.kind === 'file' ? [{ path: one.file.path, label: one.file.label, name: baselineName(one.name) }] : [],
  )
  if (commands.length === 0 || tables.length + files.length === 0) return []
  const title = 'What the test set and its baselines hold'
  const params = { tables, files } as unknown as Json
  return [{ kind: 'task', id: holdId, title, task: holdId, params }]
}

/** What is not there yet has no digest. */
export const holdTables: Task = async (params, bench) => {
  const asked = askedSchema.parse(params)
  const files = await Promise.all(
    asked.files.map(async ({ path, ...one }) => {
      const found = await stat(path).catch(() => undefined)
      return { ...one, ...(found?.isFile() && { digest: await sha256OfFile(path) }) }
    }),
  )
  const web = webOf(bench)
  const tables: z.infer<typeof heldSchema>['tables'] = []
  for (const { place, ...one } of asked.tables) {
    const found = await locateTable(place, web).then(contentOf).catch(unlessOutside)
    tables.push({ ...one, ...(found && { digest: found.digest }) })
  }
  return { tables, files } as unknown as Json
}

function unlessOutside(error: unknown): undefined {
  if (error instanceof AssayError && error.kind === 'input') return undefined
  throw error
}

/**
 * The labels that judge are those that were there before the evaluation ran: a command that writes its own would always
 * be right.
 * @param read what was judged, and the files that it was judged by
 * @returns a sentence for each table that only the command made, and for each baseline that it wrote
 * @throws AssayError input `test-set-changed`
 */
export function requireHeld(
  outcomes: readonly Outcome[],
  read: {
    readonly evaluations: readonly Pick<Evaluation, 'name' | 'identity'>[]
    readonly files: readonly BuiltOn[]
  },
): string[] {
  if (!outcomes.some(({ id }) => id === holdId)) return []
  const { tables, files } = resultOf(outcomes, holdId, heldSchema)
  const otherTables = tables.filter(({ evaluation, digest }) =>
    read.evaluations.some(({ name, identity }) => name === evaluation && identity.value !== digest),
  )
  const changed = otherTables.find(({ digest }) => digest !== undefined)
  if (changed) throw testSetChanged(changed.label, 'while its evaluation ran')
  const otherFiles = files.filter(({ name, digest }) =>
    read.files.some((one) => one.name === name && one.digest !== digest),
  )
  const made = otherTables.map(
    ({ label }) => `${label} was not there before the evaluation ran: its command made its own test set.`,
  )
  const written = otherFiles.map(
    ({ label }) => `${label}, which the model is compared with, was written while its own evaluation ran.`,
  )
  return [...new Set([...made, ...written])]
}

/**
 * Of the tables that an earlier stage of this run looked at, none is another by now.
 * @param seen by evaluation
 * @throws AssayError input `test-set-changed`
 */
export function requireAsSeen(
  evaluations: readonly Pick<Evaluation, 'name' | 'identity'>[],
  seen: Readonly<Record<string, SeenTable>>,
): void {
  for (const { name, identity } of evaluations) {
    const table = Object.hasOwn(seen, name) ? seen[name] : undefined
    if (table && identity.kind === 'content' && identity.value !== table.digest)
      throw testSetChanged(table.label, `since ${table.by} of this run looked at it`)
  }
}

const testSetChanged = (label: string, when: string) =>
  inputError('test-set-changed', `${label}, which models are judged on, changed ${when}`, {
    hint: 'Let no command write the test set; where the change is meant, commit it and run data-validate again.',
    file: label,
  })
