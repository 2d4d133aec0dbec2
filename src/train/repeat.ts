import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError, inputError } from '../errors.ts'
import { fetchModel } from '../models/fetch.ts'
import { modelArtifact } from '../models/store.ts'
import type { Change } from '../record/training-change.ts'
import { trainingChangeText } from '../report/change-text.ts'
import { runText } from '../report/run-text.ts'
import { visible } from '../report/visible.ts'
import type { Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import type { Repeated, TrainContext } from './context.ts'
import { lastTraining } from './model/candidates.ts'
import { differenceTold } from './model/compare-models.ts'
import { type Reproduction, reproductionOf } from './reproduction.ts'

export interface ToRepeat {
  readonly repeated: Repeated
  /** its record, to say what has changed since */
  readonly last: { readonly from: string; readonly folder: string }
}

/**
 * The training that is to be done again.
 * @throws AssayError input: `nothing-to-reproduce`
 */
export async function requireLast(name: string, ports: Ports) {
  const last = await lastTraining(name, ports)
  const { model_digest, model, passes } = last?.record ?? {}
  if (!last || !passes || model_digest === undefined || !model)
    throw inputError('nothing-to-reproduce', `there is no earlier training of ${name} to do again`, {
      hint: 'Train it first (on GitHub its gate must pass, too); then run with reproduce: true at that commit.',
    })
  return { from: last.origin.description, folder: last.folder, record: last.record, model, model_digest }
}

/**
 * The training that is to be done again, and its model where that can still be had.
 * @throws AssayError input: `nothing-to-reproduce`
 */
export async function trainingToRepeat(name: string, ports: Ports): Promise<ToRepeat> {
  const { from, record, model, model_digest, folder: of } = await requireLast(name, ports)
  const { environment, metrics, spread, tables, resumed } = record
  const folder = join(ports.runner.temp, `modelassay-repeated-${model_digest.slice(7, 19)}`)
  const run = modelArtifact(model)?.runId
  const had =
    run !== undefined &&
    (await fetchModel(model, ports.trust.bundlesOf(run), folder).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof AssayError)) throw error
        ports.runner.log.info(`Where the models differ will not be told: ${error.message}`)
        return false
      },
    ))
  const repeated: Repeated = {
    from,
    record: {
      model_digest,
      ...(environment && { environment }),
      ...(metrics && { metrics }),
      ...(spread && { spread }),
      ...(tables && { tables }),
      ...(resumed && { resumed }),
    },
    ...(had && { folder }),
  }
  return { repeated, last: { from, folder: of } }
}

/** A training that is done again begins at the beginning, which the first one did not. */
const onGoing = ({ resumed }: Repeated['record']) =>
  resumed === undefined ? '' : ` The first one had gone on from a checkpoint of ${runText(resumed.run)}.`

/** What is trained, not where: with one of these another, a second training is another training. */
const decisive: ReadonlySet<Change['kind']> = new Set([
  'parameter',
  'data',
  'contract',
  'command',
  'seeds',
  'input',
])

/**
 * What came of training again.
 * @param second what the second training found, its `changed` against the first
 */
function comparison(
  { from, record }: Repeated,
  second: Parameters<typeof reproductionOf>[1] & {
    readonly changed?: { readonly changes: readonly Change[] } | undefined
  },
  outcomes: readonly Outcome[],
): Reproduction & { readonly of: string; readonly first_difference?: string } {
  const difference = differenceTold(outcomes)
  const told = difference === undefined ? undefined : { first_difference: difference }
  const { outcome, reason } = reproductionOf(record, second)
  // Names of metrics, tables and packages are the user's.
  const plain = { outcome, reason: visible(reason + onGoing(record), 1000), of: from, ...told }
  if (plain.outcome === 'bit-identical' || plain.outcome === 'failed') return plain
  const other = second.changed?.changes.find(({ kind }) => decisive.has(kind))
  const where = told ? ` The models differ first in ${visible(told.first_difference, 300)}.` : ''
  if (other)
    return {
      ...plain,
      outcome: 'different',
      reason: `It is another training than ${from}: ${visible(trainingChangeText(other), 500)}.${where}`,
    }
  if (second.changed === undefined)
    return {
      ...plain,
      outcome: 'different',
      reason: `Whether it is the same training as ${from} is not known, and the model is another.${where}`,
    }
  return { ...plain, reason: `${plain.reason}${where}` }
}

/** The fetched model goes. */
export async function forgetRepeated({ repeats }: Pick<TrainContext, 'repeats'>): Promise<void> {
  if (repeats?.folder !== undefined) await rm(repeats.folder, { recursive: true, force: true })
}

/** What a record says of a training that was done again; a different one does not pass. */
export function concludeRepeated(
  first: Repeated,
  second: Parameters<typeof comparison>[1],
  outcomes: readonly Outcome[],
) {
  const { outcome, reason, of, first_difference } = comparison(first, second, outcomes)
  const reproduction = { of, outcome, ...(first_difference !== undefined && { first_difference }) }
  if (outcome === 'failed') return { reproduction }
  if (outcome !== 'different') return { reproduction, reason: `${second.reason} ${reason}` }
  const hint =
    'Compare the two records with modelassay show. Fix the seeds, ask the libraries for determinism, pin what differs; or set reproduce to false.'
  return {
    reproduction,
    verdict: 'failed' as const,
    passes: false,
    reason,
    error: { code: 'not-reproduced', message: reason, hint },
  }
}
