import { stat } from 'node:fs/promises'
import * as z from 'zod'
import { inputError } from '../errors.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { Json } from '../record/canonical-json.ts'
import { type Digest, digestSchema, sha256OfFile } from '../record/digest.ts'
import type { Evaluation } from '../record/evaluate-gate.ts'
import { resultOf } from '../stage/outcomes.ts'
import type { Task } from '../stage/stage.ts'
import type { Outcome, WorkItem } from '../stage/work.ts'
import type { JudgeRequest } from './request.ts'

const holdId = 'hold-tables'

/** `name` is that of the file among those that were read. */
const named = z.object({ label: z.string(), name: z.string(), baseline: z.boolean() })
const heldSchema = z.object({ files: z.array(named.extend({ digest: digestSchema.optional() })) })

/**
 * Notes what the test tables and the files that are baselines hold before any command of the user's runs; nothing where
 * none will.
 * @param commands what the user's evaluation runs
 */
export function holdingItems(
  { evaluations, baselines }: Pick<JudgeRequest, 'evaluations' | 'baselines'>,
  commands: readonly WorkItem[],
): WorkItem[] {
  const tables = evaluations
    .flatMap(({ truth, testTable }) => truth ?? testTable ?? [])
    .map(({ path, label }) => ({ path, label, name: label, baseline: false }))
  const others = baselines.flatMap((one) =>
    one.kind === 'file' ? [{ ...one.file, name: `baseline ${one.name}`, baseline: true }] : [],
  )
  const params = [...new Map([...tables, ...others].map((one) => [one.name, one])).values()]
  if (commands.length === 0 || params.length === 0) return []
  const title = 'What the test set and its baselines hold'
  return [{ kind: 'task', id: holdId, title, task: holdId, params }]
}

/** A file that is not there yet has no digest. */
export const holdTables: Task = async (params) => {
  const asked = z.array(named.extend({ path: z.string() })).parse(params)
  const files = await Promise.all(
    asked.map(async ({ path, ...one }) => {
      const found = await stat(path).catch(() => undefined)
      return { ...one, ...(found?.isFile() && { digest: await sha256OfFile(path) }) }
    }),
  )
  return { files } as unknown as Json
}

/**
 * The labels that judge are those that were there before the evaluation ran: a command that writes its own would always
 * be right.
 * @param read files as they were judged
 * @returns a sentence for each table that only the command made, and for each baseline that it wrote
 * @throws AssayError input `test-set-changed`
 */
export function requireHeld(outcomes: readonly Outcome[], read: readonly BuiltOn[]): string[] {
  if (!outcomes.some(({ id }) => id === holdId)) return []
  const { files } = resultOf(outcomes, holdId, heldSchema)
  const written = files.filter(({ name, digest }) =>
    read.some((one) => one.name === name && one.digest !== digest),
  )
  const changed = written.find(({ baseline, digest }) => !baseline && digest !== undefined)
  if (changed) throw testSetChanged(changed.label, 'while its evaluation ran')
  return written.map(({ label, baseline }) =>
    baseline
      ? `${label}, which the model is compared with, was written while its own evaluation ran.`
      : `${label} was not there before the evaluation ran: its command made its own test set.`,
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
