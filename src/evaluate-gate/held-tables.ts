import { stat } from 'node:fs/promises'
import * as z from 'zod'
import { inputError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import type { BuiltOn } from '../record/common.ts'
import { type Digest, digestSchema, sha256OfFile } from '../record/digest.ts'
import type { Evaluation } from '../record/evaluate-gate.ts'
import { resultOf } from '../stage/outcomes.ts'
import type { Task } from '../stage/stage.ts'
import type { Outcome, WorkItem } from '../stage/work.ts'
import type { EvaluationRequest } from './request.ts'

const holdId = 'hold-tables'

const heldSchema = z.object({
  tables: z.array(z.object({ label: z.string(), digest: digestSchema.optional() })),
})

/**
 * Notes what the test tables hold before any command of the user's runs; nothing where none will.
 * @param commands what the user's evaluation runs
 */
export function holdingItems(
  evaluations: readonly EvaluationRequest[],
  commands: readonly WorkItem[],
): WorkItem[] {
  const tables = evaluations.flatMap(({ truth, testTable }) => truth ?? testTable ?? [])
  if (commands.length === 0 || tables.length === 0) return []
  const files = new Map(tables.map(({ path, label }) => [path, label]))
  const params = Array.from(files, ([path, label]) => ({ path, label }))
  return [{ kind: 'task', id: holdId, title: 'What the test tables hold', task: holdId, params }]
}

/** A table that is not there yet has no digest. */
export const holdTables: Task = async (params) => {
  const files = z.array(z.object({ path: z.string(), label: z.string() })).parse(params)
  const tables = await Promise.all(
    files.map(async ({ path, label }) => {
      const found = await stat(path).catch(() => undefined)
      return { label, ...(found?.isFile() && { digest: await sha256OfFile(path) }) }
    }),
  )
  return { tables } as unknown as Json
}

/**
 * The labels that judge are those that were there before the evaluation ran: a command that writes its own would always
 * be right.
 * @param read files as they were judged
 * @returns a sentence for each table that only the command made
 * @throws AssayError input `test-set-changed`
 */
export function requireHeld(outcomes: readonly Outcome[], read: readonly BuiltOn[]): string[] {
  if (!outcomes.some(({ id }) => id === holdId)) return []
  const { tables } = resultOf(outcomes, holdId, heldSchema)
  const changed = tables.find(
    ({ label, digest }) =>
      digest !== undefined && read.some((file) => file.name === label && file.digest !== digest),
  )
  if (changed) throw testSetChanged(changed.label, 'while its evaluation ran')
  return tables
    .filter(({ digest }) => digest === undefined)
    .map(
      ({ label }) => `${label} was not there before the evaluation ran: its command made its own test set.`,
    )
}

/**
 * Of the tables that this run's data-validate looked at, none is another by now.
 * @param validated digest of the table by evaluation
 * @throws AssayError input `test-set-changed`
 */
export function requireValidated(
  evaluations: readonly Pick<Evaluation, 'name' | 'identity'>[],
  validated: Readonly<Record<string, { readonly label: string; readonly digest: Digest }>>,
): void {
  for (const { name, identity } of evaluations) {
    const table = Object.hasOwn(validated, name) ? validated[name] : undefined
    if (table && identity.kind === 'content' && identity.value !== table.digest)
      throw testSetChanged(table.label, 'since data-validate of this run looked at it')
  }
}

const testSetChanged = (label: string, when: string) =>
  inputError('test-set-changed', `${label}, which models are judged on, changed ${when}`, {
    hint: 'Let no command write the test set; where the change is meant, commit it and run data-validate again.',
    file: label,
  })
