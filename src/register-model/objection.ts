import type { ReadRecord } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import { permits } from '../registry/permits.ts'
import { dirtText } from '../report/dirt-text.ts'
import type { Runner } from '../runner/runner.ts'
import type { Trusted } from '../trust/trust.ts'

/** Why the gate's record does not permit to register, as a sentence; undefined when it does. */
export function objectionToGate(
  { record }: Trusted<'evaluate-gate'>,
  name: string,
  { run, dirt = [] }: Pick<Runner, 'run' | 'dirt'>,
): string | undefined {
  if (record.name !== name) return `the gate judged the model ${record.name}, not ${name}`
  if (!permits(record)) return `the gate’s verdict is ${record.verdict}: ${record.reason}`
  if (!record.model_digest) return 'the gate judged predictions without knowing which model made them'
  if (!run.sha) return 'there is no commit that the model could be traced to: register from a git repository'
  if (record.run.sha !== run.sha)
    return `the gate judged commit ${record.run.sha ?? 'unknown'}, and this run is of ${run.sha}`
  if (record.run.dirty || run.dirty)
    return `the working tree differs from its commit${dirtText(dirt)}, so that nobody could make this model again: add what the pipeline writes to .gitignore, commit the rest, then train and judge again`
  return undefined
}

/** Why the train record is not of the model that the gate judged, as a sentence; undefined when it is. */
export function objectionToTraining(
  { record }: ReadRecord<TrainRecord>,
  gate: Trusted<'evaluate-gate'>,
): string | undefined {
  const judged = gate.record.model_digest
  if (!record.passes || !record.model)
    return `training ended as ${record.verdict}: there is no model to register`
  if (record.model_digest !== judged || record.model.digest !== judged)
    return `the gate judged the model ${judged}, and training made ${record.model_digest ?? 'none'}`
  if (record.run.dirty) return 'the model was trained in a working tree that differs from its commit'
  return undefined
}
