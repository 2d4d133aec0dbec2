import type { Project } from '../../config/project.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { CommandItem, WorkItem } from '../../stage/work.ts'
import type { EvaluationRequest } from '../request.ts'
import { standingIn } from '../rerun/worktree.ts'
import type { PrepareOldRequest } from './prepare-old-test-set.ts'

/** Lays out the old table beside a worktree of the candidate's own code. */
export const preparingOld = (id: string, name: string, request: PrepareOldRequest): WorkItem => ({
  kind: 'task',
  id,
  title: `Worktree for the ${name}`,
  task: 'prepare-old-test-set',
  params: request as unknown as Json,
})

/** The candidate's own commands, in that worktree: what makes ready, and the evaluation. */
export function oldCommandsOf(
  { root, config }: Project,
  {
    name,
    of,
    prepare,
    folder,
    request,
  }: {
    readonly name: string
    readonly of: string
    readonly prepare: string
    readonly folder: string
    readonly request: EvaluationRequest
  },
  modelFolder: string,
): CommandItem[] {
  const { run, setup, shell, timeout_seconds: timeoutSeconds } = config.evaluations[of]!
  const base = {
    kind: 'command' as const,
    shell,
    ...standingIn(folder, root),
    env: { MODELASSAY_NAME: config.name, MODELASSAY_MODEL_DIR: modelFolder, MODELASSAY_EVALUATION: of },
    timeoutSeconds,
    makes: [],
    unless: prepare,
    mayFail: true,
  }
  const written = (['predictions', 'metrics'] as const).flatMap((what) => {
    const file = request[what]
    return file ? [{ path: file.path, what }] : []
  })
  return [
    ...(setup === undefined
      ? []
      : [
          {
            ...base,
            id: `set up ${name}`,
            title: 'Make ready for the old test set',
            run: setup,
            clears: [],
            produces: [],
          },
        ]),
    {
      ...base,
      id: `evaluate ${name}`,
      title: `Evaluation ${of} on the ${name}`,
      run: run!,
      clears: written.map(({ path }) => path),
      produces: written,
    },
  ]
}
