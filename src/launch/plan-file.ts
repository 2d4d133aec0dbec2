import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Project } from '../config/project.ts'
import { outsideError } from '../errors.ts'
import { type Digest, sha256 } from '../record/digest.ts'
import type { ErrorOfRecord } from '../record/error.ts'
import type { StageName } from '../record/stage-name.ts'
import type { Outcome, WorkItem } from '../stage/work.ts'
import { leftFile } from './left-file.ts'

/** An error as it travels between the steps of an action and into the record. */
export type CarriedError = ErrorOfRecord & { readonly kind: 'configuration' | 'input' | 'outside' }

/** What `plan` decided, as the work and `conclude` read it. A failed plan is one too: conclude makes its record. */
export interface PlanFile {
  readonly stage: StageName
  readonly startedAt: string
  readonly project?: Project
  /** the model's, where its configuration could not be loaded and says it nevertheless */
  readonly name?: string
  readonly own: Readonly<Record<string, string>>
  readonly work: readonly WorkItem[]
  /** folder of this file, of the outcomes and of the evidence */
  readonly folder: string
  readonly engine: { readonly cache: string; readonly ready?: string }
  readonly context?: unknown
  readonly skip?: string
  readonly error?: CarriedError
}

export const evidenceFolder = (plan: PlanFile) => join(plan.folder, 'evidence')
export const scratchFolder = (plan: PlanFile) => join(plan.folder, 'scratch')

export async function writePlan(plan: PlanFile): Promise<{ file: string; digest: Digest }> {
  const file = join(plan.folder, 'plan.json')
  const text = JSON.stringify(plan)
  await mkdir(evidenceFolder(plan), { recursive: true })
  await mkdir(scratchFolder(plan), { recursive: true })
  await writeFile(file, text, { mode: 0o600 })
  return { file, digest: sha256(text) }
}

/**
 * @param promised digest that the plan step gave to the runner, out of reach of the work
 * @throws AssayError `plan-changed`
 */
export async function readPlan(file: string, promised?: string): Promise<PlanFile> {
  const text = leftFile(file)?.toString()
  if (text === undefined || (promised !== undefined && sha256(text) !== promised))
    throw outsideError('plan-changed', 'the plan was changed between two steps of the action', {
      hint: 'A command of this job writes into the runner’s temporary folder; find it and run the job again.',
    })
  return JSON.parse(text) as PlanFile
}

const outcomesOf = (planFile: string) => join(dirname(planFile), 'outcomes.json')

/**
 * Puts them where they are looked for as a whole: to write into a pipe that a command put there would never end.
 * @returns their digest
 */
export async function writeOutcomes(planFile: string, outcomes: readonly Outcome[]): Promise<Digest> {
  const file = outcomesOf(planFile)
  const half = `${file}.${randomUUID()}`
  const text = JSON.stringify(outcomes)
  await writeFile(half, text, { flag: 'wx' })
  await rename(half, file)
  return sha256(text)
}

/**
 * Outcomes for every item of the plan: what the work did not come to is `not-run`.
 * @param promised digest that the work gave to the runner, empty where it came to nothing; others are nobody's
 */
export async function readOutcomes(planFile: string, plan: PlanFile, promised?: string): Promise<Outcome[]> {
  const text = leftFile(outcomesOf(planFile))?.toString()
  const left = text === undefined ? '' : sha256(text)
  const changed = promised !== undefined && left !== promised
  const written = changed || text === undefined ? [] : asOutcomes(text)
  const none = changed ? { error: outcomesChanged } : {}
  return plan.work.map(
    ({ id }) =>
      written.find((outcome) => outcome.id === id) ?? { id, status: 'not-run', seconds: 0, ...none },
  )
}

const outcomesChanged: CarriedError = {
  kind: 'outside',
  code: 'outcomes-changed',
  message: 'what the work came to was changed after it was written, or before that was told to the runner',
  hint: 'A command of this job went on running and writes into the runner’s temporary folder, or the work was killed; find it and run the job again.',
}

function asOutcomes(text: string): Outcome[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter((item): item is Outcome => typeof item?.id === 'string') : []
  } catch {
    return []
  }
}
