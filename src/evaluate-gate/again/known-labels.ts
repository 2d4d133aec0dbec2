import { join } from 'node:path'
import { AssayError, inputError } from '../../errors.ts'
import { rowsDiffer } from '../../metrics/pair-rows.ts'
import { readStoredPredictions, storedPredictionsFile } from '../../metrics/read/stored-predictions.ts'
import type { ReadRecord } from '../../record/bundle.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { CandidateSide } from '../measure/measure-candidate.ts'

/**
 * Whether the rows and labels of a test set are those that an accepted run judged by. A bound compares with nobody, and
 * would hold for whoever leaves out the hard rows.
 * @returns false where no accepted run says what they are
 * @throws AssayError input `test-set-changed` where it says that they are others
 */
export async function labelsAreKnown(
  { rows, evaluation }: CandidateSide,
  accepted: ReadRecord<EvaluateGateRecord> | undefined,
): Promise<boolean> {
  const there = accepted?.record.evaluations?.find(({ name }) => name === evaluation.name)
  const file = storedPredictionsFile(evaluation.name)
  const kept = accepted?.record.evidence?.some(({ path }) => path === file)
  const { kind, value } = evaluation.identity
  const same = there?.identity.kind === kind && kind !== 'none' && there.identity.value === value
  if (!rows || !accepted || !kept || !same) return false
  const stored = await readStoredPredictions(join(accepted.folder, file), file).catch((error) => {
    if (error instanceof AssayError) return undefined
    throw error
  })
  const differing = stored && rowsDiffer(stored, rows)
  if (differing === undefined) return stored !== undefined
  throw inputError(
    'test-set-changed',
    `the run says that ${evaluation.name} is the test set of run ${accepted.record.run.id}, and it is not: ${differing}`,
    { hint: 'Judge the model on the test set of the base, with the labels that it has there.' },
  )
}
