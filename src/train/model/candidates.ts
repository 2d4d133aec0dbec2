import type { Project } from '../../config/project.ts'
import { AssayError } from '../../errors.ts'
import { modelArtifact, modelBundles } from '../../models/store.ts'
import type { ReadRecord } from '../../record/bundle.ts'
import type { Digest } from '../../record/digest.ts'
import type { TrainRecord } from '../../record/train.ts'
import type { Runner } from '../../runner/runner.ts'
import type { Ports } from '../../stage/stage.ts'
import type { Trusted } from '../../trust/trust.ts'
import type { Candidate } from '../context.ts'
import { unkeptFile, vouchedFiles } from '../judged-files/judged-files-of.ts'
import { restoreModel } from './cached-model.ts'
import { registeredModel } from './registered-model.ts'

/** Trainings that there were. */
export interface Earlier {
  /** those whose model may be taken instead of training */
  readonly candidates: readonly Candidate[]
  /** the one that this training is held against, for people */
  readonly last?: { readonly from: string; readonly folder: string }
}

/**
 * Trained models that may be taken instead of training: those of this run's or pull request's own earlier trainings,
 * and the base baseline's. Where none can be had, it is trained; that is never an error.
 */
export async function earlierTrainings(project: Pick<Project, 'config'>, ports: Ports): Promise<Earlier> {
  const { runner } = ports
  if (runner.run.sha === undefined) return { candidates: [] }
  const { known, last } = await knownTrainings(project.config.name, ports)
  return {
    candidates: runner.run.dirty ? [] : await taken(project, known, ports),
    ...(last && { last: { from: last.origin.description, folder: last.folder } }),
  }
}

/** The training that this one is held against. */
export const lastTraining = async (name: string, ports: Ports): Promise<Trusted<'train'> | undefined> =>
  (await knownTrainings(name, ports)).last

async function knownTrainings(name: string, { runner, trust }: Ports) {
  const own = (await quietly(() => trust.ownTrainings(name), runner)) ?? []
  const base = await quietly(async () => {
    const gate = await trust.base(name, { registered: true, pending: 'pass' })
    return gate.outcome === 'found' ? trust.trainOf(gate.value) : undefined
  }, runner)
  const { pullRequest } = runner.trigger
  // What the branch itself let through goes before what a pull request did; what is at hand before what is fetched.
  const known = pullRequest ? [base, ...own] : [...own, base]
  const last = pullRequest ? (base ?? own[0]) : (own.find(({ record }) => record.passes) ?? base)
  return { known, last }
}

/** Those whose models can be had: the first of equal ones is taken, so the others need not be fetched from anywhere. */
async function taken(
  project: Pick<Project, 'config'>,
  known: readonly (Trusted<'train'> | undefined)[],
  ports: Ports,
): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for (const train of known) {
    const found = train && candidate(train, train.origin.description)
    if (!found || candidates.some(({ fingerprint }) => fingerprint === found.fingerprint)) continue
    const unkept = unkeptFile(project.config, found.found)
    if (unkept !== undefined) {
      ports.runner.log.info(
        `The model of ${found.from} is not taken: its training has not kept ${unkept}, which an evaluation judges.`,
      )
      continue
    }
    const had = await quietly(() => atHand(project, found, ports), ports.runner)
    if (had) candidates.push(had)
  }
  return candidates
}

async function quietly<T>(
  find: () => Promise<T | undefined>,
  { log }: Pick<Runner, 'log'>,
): Promise<T | undefined> {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    log.info(`No trained model can be taken from an earlier run: ${error.message}`)
    return undefined
  }
}

async function atHand(project: Pick<Project, 'config'>, found: Candidate, ports: Ports) {
  const bundles = await modelBundles(found.model, ports.trust.bundlesOf(found.runId))
  if ((bundles ?? []).length > 0) return found
  ports.runner.log.info(`The artifact with the model of ${found.from} is gone.`)
  const held = await fromElsewhere(project, found.model.digest, ports)
  return held && { ...found, held }
}

/** Only for a record that is trusted, and only here: what neither place can give can still be trained. */
async function fromElsewhere(project: Pick<Project, 'config'>, digest: Digest, ports: Ports) {
  const { runner } = ports
  const cached = await restoreModel(project.config.name, digest, runner)
  if (cached === undefined) return registeredModel(project, digest, ports)
  runner.log.info('The cache still holds that model.')
  return cached
}

function candidate({ record, digest, folder }: ReadRecord<TrainRecord>, from: string): Candidate | undefined {
  const { fingerprint, model, passes, metrics, undefined_metrics, command, params } = record
  const { spread, shipped, seed_predictions, curves, resumed, evidence = [] } = record
  const kept = seed_predictions?.filter(
    ({ evidence: path }) => !/[/\\\\]/.test(path) && evidence.some((file) => file.path === path),
  )
  const artifact = model && modelArtifact(model)
  if (!passes || !fingerprint || !model || !artifact || record.run.dirty) return undefined
  return {
    from,
    runId: artifact.runId,
    folder,
    digest,
    fingerprint,
    model,
    found: {
      ...(metrics && { metrics }),
      ...(undefined_metrics && { undefined_metrics }),
      ...(command && { command }),
      ...(params && { params }),
      ...(spread && { spread }),
      ...(shipped && { shipped }),
      ...(curves && { curves }),
      ...(resumed && { resumed }),
      ...(kept && kept.length > 0 && { seed_predictions: kept }),
      ...vouchedFiles(record),
    },
  }
}
