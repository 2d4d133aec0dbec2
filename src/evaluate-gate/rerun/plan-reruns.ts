import type { Project } from '../../config/project.ts'
import type { Ports } from '../../stage/stage.ts'
import type { WorkItem } from '../../stage/work.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import type { RegisteredVersions } from '../baselines/registered-version.ts'
import type { RerunOfContext } from '../context.ts'
import type { BaselineRequest, RerunOrder } from '../request.ts'
import { planRerun, type RerunPlan } from './plan-rerun.ts'
import { idsOf, preparingRerun, rerunCommandsOf } from './rerun-commands.ts'
import { type RerunGround, rerunGroundOf } from './rerun-ground.ts'
import { subjectsOf, type Wanted, wantedReruns } from './wanted-reruns.ts'

interface Reruns {
  readonly baselines: readonly BaselineRequest[]
  readonly work: readonly WorkItem[]
  readonly context: readonly RerunOfContext[]
  readonly worktrees: readonly { readonly root: string; readonly folder: string }[]
}

type Plans = ReadonlyMap<string, RerunPlan | string>

/**
 * Decides which baselines are evaluated again, fetches their models, and plans the commands of their own commits, once for
 * all baselines of one model at one commit. What cannot be had is no error: the comparison says why it was not made.
 */
export async function planReruns(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  ports: Ports,
  versions: RegisteredVersions,
): Promise<Reruns> {
  const wanted = await wantedReruns(project, baselines, sources)
  const work: WorkItem[] = []
  const worktrees: { root: string; folder: string }[] = []
  const plansOf = new Map<string, Plans>()
  for (const [key, { sources: from, names }] of subjectsOf(wanted)) {
    const ground = await firstGround(from, (source) => rerunGroundOf(project, source, ports, versions))
    const plans = new Map([...names].map((name) => [name, planRerun(project, name, ground)]))
    plansOf.set(key, plans)
    const made = [...plans.values()].filter((plan) => typeof plan !== 'string')
    if (typeof ground === 'string' || made.length === 0) continue
    worktrees.push({ root: project.root, folder: ground.folder })
    const prepare = preparingId(key)
    work.push(
      preparingRerun(prepare, {
        root: project.root,
        sha: from[0]!.gate.record.run.sha!,
        folder: ground.folder,
        tables: made.flatMap(({ tables }) => [...tables]),
        model: { folder: ground.modelFolder, digest: ground.modelDigest },
      }),
      ...rerunCommandsOf(made, key, prepare, ground, project),
    )
  }
  const ordered = baselines.map((request): BaselineRequest => {
    const rerun = wanted.get(request)
    if (!rerun || request.kind === 'file') return request
    const plans = plansOf.get(rerun.key)!
    const orders = rerun.names.map((name) => [name, orderOf(project, name, plans.get(name)!)])
    return { ...request, reruns: Object.fromEntries(orders) }
  })
  const context = [...wanted].flatMap(([request, rerun]) =>
    contextOf(request, rerun, plansOf.get(rerun.key)!),
  )
  return { baselines: ordered, work, context, worktrees }
}

/** A model that an expired artifact took along may still be in a registry. */
async function firstGround(
  sources: readonly BaselineSource[],
  groundOf: (source: BaselineSource) => Promise<RerunGround>,
): Promise<RerunGround> {
  let why: string | undefined
  for (const source of sources) {
    const ground = await groundOf(source)
    if (typeof ground !== 'string') return ground
    why ??= ground
  }
  return why!
}

const preparingId = (key: string) => `prepare ${key}`

const contextOf = (
  { name: baseline }: BaselineRequest,
  { source, key, names }: Wanted,
  plans: Plans,
): RerunOfContext[] => {
  const { model_digest: modelDigest } = source.gate.record
  return names.flatMap((evaluation) => {
    const plan = plans.get(evaluation)!
    return typeof plan === 'string'
      ? []
      : {
          baseline,
          ...(modelDigest && { modelDigest }),
          evaluation,
          prepare: preparingId(key),
          commands: idsOf(key, plan),
        }
  })
}

const orderOf = ({ config }: Project, name: string, plan: RerunPlan | string): RerunOrder => ({
  always: config.evaluations[name]!.baseline === 'rerun',
  ...(typeof plan === 'string' ? { why: plan } : { files: plan.files }),
})
