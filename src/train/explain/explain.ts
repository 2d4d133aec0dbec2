import { join } from 'node:path'
import { configurationError } from '../../errors.ts'
import type { Change } from '../../record/training-change.ts'
import { becauseText } from '../../report/change-text.ts'
import { inputCalled } from '../../stage/calling.ts'
import type { Planning, Ports } from '../../stage/stage.ts'
import type { Workbench } from '../../stage/workbench.ts'
import { type Waiting, waitingCheckpoint } from '../checkpoint/waiting-checkpoint.ts'
import { environmentRequestOf } from '../environment/environment-request-of.ts'
import { examined } from '../environment/examine.ts'
import { type Earlier, earlierTrainings } from '../model/candidates.ts'
import { placesOf } from '../places.ts'
import { hardlyRead } from './hardly-read.ts'
import type { Ingredients } from './ingredients.ts'

/** Whether a training would run, why, and what its fingerprint is made of. */
export interface Explanation {
  readonly name: string
  readonly would: 'train' | 'reuse'
  /** one sentence */
  readonly reason: string
  readonly changed?: { readonly since: string; readonly changes: readonly Change[] }
  /** what to do so that it would not be trained, where only files changed that it hardly reads */
  readonly hint?: string
  /** what an unfinished training left for the next one, where it would train */
  readonly checkpoint?: Waiting
  /** why there is no fingerprint, or why nothing may be reused */
  readonly notes: readonly string[]
  /** absent where what decides the result is not all known */
  readonly ingredients?: Ingredients
}

/**
 * Says what `train` would do here, without training.
 * @throws AssayError configuration: `missing-key`, and what `placesOf` and looking at the sources throw
 */
export async function explainTraining(
  { project }: Pick<Planning, 'project'>,
  ports: Ports,
  bench: Workbench,
): Promise<Explanation> {
  const { config } = project
  const { runner } = ports
  const { run, skip_unchanged } = config.train
  if (run === undefined)
    throw configurationError('missing-key', 'train.run is missing: there is no training to explain', {
      hint: `Set train.run in modelassay.yml, or give ${inputCalled(runner.kind)('run')}.`,
      ...(project.file !== undefined && { file: project.file }),
    })
  const places = placesOf(project, runner.workspace, join(runner.temp, 'model'))
  const { candidates, last }: Earlier = await earlierTrainings(project, ports)
  const request = {
    ...environmentRequestOf(project, places, runner, run),
    candidates: skip_unchanged ? candidates.map(({ fingerprint }) => fingerprint) : [],
    ...(last && { earlier: { ...last } }),
  }
  const { answer, ingredients } = await examined(request, bench)
  const { changed, match, fingerprint, dirty } = answer
  const place = places.checkpoint
  const checkpoint =
    place === undefined || answer.settled
      ? undefined
      : await waitingCheckpoint(project, { place, fingerprint, dirty }, ports)
  const notes = [
    ...answer.notes,
    ...(project.config.train.refresh === undefined
      ? []
      : ['train.refresh would run first; this is about the data as they are now']),
  ]
  const hint =
    changed && !answer.settled && skip_unchanged && config.train.inputs === undefined
      ? hardlyRead(changed.changes, config.evaluations)
      : undefined
  return {
    name: config.name,
    would: answer.settled ? 'reuse' : 'train',
    reason: answer.settled
      ? `Nothing has changed since ${candidates[match ?? 0]?.from ?? 'an earlier training'}: its model would be taken.`
      : whyTrain({ notes: answer.notes, skip: skip_unchanged, ...(changed && { changed }) }),
    ...(changed && { changed }),
    ...(hint !== undefined && { hint }),
    ...(checkpoint && { checkpoint }),
    notes,
    ...(ingredients && { ingredients }),
  }
}

function whyTrain({
  changed,
  notes,
  skip,
}: Pick<Explanation, 'changed' | 'notes'> & { readonly skip: boolean }): string {
  if (changed && changed.changes.length > 0) return becauseText('It would be trained', changed)
  if (!skip) return 'It would be trained because train.skip_unchanged is false.'
  const [note] = notes
  if (note !== undefined) return `It would be trained because ${note}.`
  if (changed)
    return `It would be trained although nothing has changed since ${changed.since}: that run’s model cannot be taken, because it did not pass or is not kept any more.`
  return 'It would be trained because there is no earlier training to take a model from.'
}
