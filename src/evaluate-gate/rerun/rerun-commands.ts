import type { Project } from '../../config/project.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { CommandItem, WorkItem } from '../../stage/work.ts'
import type { RerunPlan } from './plan-rerun.ts'
import type { PrepareRequest } from './prepare-rerun.ts'
import type { RerunGround } from './rerun-ground.ts'
import { standingIn } from './worktree.ts'

/** Lays out the worktree, the tables and the model of one commit. */
export const preparingRerun = (id: string, request: PrepareRequest): WorkItem => ({
  kind: 'task',
  id,
  title: `Worktree of ${request.sha.slice(0, 7)}`,
  task: 'prepare-rerun',
  params: request as unknown as Json,
})

/** The items of {@link rerunCommandsOf} that an evaluation hangs on. */
export const idsOf = (key: string, { name, evaluation }: RerunPlan) => [
  ...(evaluation.setup === undefined ? [] : [setupId(key, evaluation.setup)]),
  `evaluate ${name} again ${key}`,
]

const setupId = (key: string, setup: string) => `set up ${key} ${setup}`

/** What makes ready, once each, and the evaluations. */
export function rerunCommandsOf(
  plans: readonly RerunPlan[],
  key: string,
  prepare: string,
  ground: Exclude<RerunGround, string>,
  { root, config }: Project,
): CommandItem[] {
  const base = (name: string, { evaluation }: RerunPlan) => ({
    kind: 'command' as const,
    shell: evaluation.shell,
    ...standingIn(ground.folder, root),
    env: {
      MODELASSAY_NAME: config.name,
      MODELASSAY_MODEL_DIR: ground.modelFolder,
      MODELASSAY_EVALUATION: name,
    },
    timeoutSeconds: config.evaluations[name]!.timeout_seconds,
    makes: [],
    unless: prepare,
    mayFail: true,
  })
  const setups = new Map(
    plans.flatMap((plan): [string, CommandItem][] => {
      const { setup } = plan.evaluation
      if (setup === undefined) return []
      const id = setupId(key, setup)
      const title = 'Make ready for the code of the baseline'
      return [[id, { ...base(plan.name, plan), id, title, run: setup, clears: [], produces: [] }]]
    }),
  )
  const evaluations = plans.map((plan): CommandItem => {
    const { predictions, metrics } = plan.files
    const written = [
      ...(predictions ? [{ path: predictions.path, what: 'predictions' }] : []),
      ...(metrics ? [{ path: metrics.path, what: 'metrics' }] : []),
    ]
    return {
      ...base(plan.name, plan),
      id: `evaluate ${plan.name} again ${key}`,
      title: `Evaluation ${plan.name} of the baseline`,
      run: plan.evaluation.run,
      clears: written.map(({ path }) => path),
      produces: written,
    }
  })
  return [...setups.values(), ...evaluations]
}
