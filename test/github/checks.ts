import { created, notFound, ok, refuse } from './answer.ts'
import { commitOf } from './commits.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { countedList, list } from './pagination.ts'
import { actionsAppJson } from './people.ts'
import { minimalPullJson } from './pulls.ts'
import type { Annotation, CheckRun, Conclusion } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

const textLimit = 65_535

async function checkRunJson(world: World, run: CheckRun): Promise<object> {
  const url = `${apiUrl(world)}/check-runs/${run.id}`
  const html = `${htmlUrl(world)}/runs/${run.id}`
  const pulls = [...world.state.pulls.values()].filter(
    (pull) => pull.headSha === run.headSha && pull.headOwner === world.owner,
  )
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: timestamp(run.startedAt),
    completed_at: run.completedAt ? timestamp(run.completedAt) : null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite },
    app: actionsAppJson(world),
    pull_requests: await Promise.all(
      pulls.map(async (pull) =>
        minimalPullJson(world, pull, (await world.git.commit(pull.baseRef)) ?? pull.headSha),
      ),
    ),
  }
}

interface CheckFields {
  readonly name?: string
  readonly head_sha?: string
  readonly status?: CheckRun['status']
  readonly conclusion?: Conclusion
  readonly started_at?: string
  readonly completed_at?: string
  readonly external_id?: string
  readonly details_url?: string
  readonly output?: {
    readonly title?: string
    readonly summary: string
    readonly text?: string
    readonly annotations?: readonly Annotation[]
  }
}

/** What the description does not say: the limit is on bytes too, and only a completed check has a conclusion. */
function check({ status, conclusion, completed_at: completedAt, output }: CheckFields): void {
  for (const text of [output?.summary ?? '', output?.text ?? '']) {
    const size = Buffer.byteLength(text)
    if (size > textLimit) {
      throw refuse(
        422,
        `Invalid request.\n\nOnly ${textLimit} characters are allowed; ${size} were supplied.`,
      )
    }
  }
  if ((status === 'completed' || completedAt !== undefined) && conclusion === undefined) {
    throw refuse(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.')
  }
  if (conclusion !== undefined && status !== undefined && status !== 'completed') {
    throw refuse(422, `Invalid request.\n\n"conclusion" is not permitted with status "${status}".`)
  }
}

function apply(world: World, run: CheckRun, body: CheckFields): void {
  const { output, conclusion, status } = body
  if (body.name !== undefined) run.name = body.name
  if (body.external_id !== undefined) run.externalId = body.external_id
  if (body.details_url !== undefined) run.detailsUrl = body.details_url
  if (body.started_at !== undefined) run.startedAt = new Date(body.started_at)
  if (status !== undefined) run.status = status
  if (conclusion !== undefined) {
    run.status = 'completed'
    run.conclusion = conclusion
    run.completedAt = body.completed_at === undefined ? world.now() : new Date(body.completed_at)
  } else if (status !== undefined) {
    delete run.conclusion
    delete run.completedAt
  }
  if (!output) return
  if (output.title !== undefined) run.title = output.title
  run.summary = output.summary
  if (output.text !== undefined) run.text = output.text
  run.annotations = [...run.annotations, ...(output.annotations ?? [])]
}

function onlyApps({ token }: Call): void {
  if (token.kind !== 'workflow') throw refuse(403, 'You must authenticate via a GitHub App.')
}

async function create(call: Call<CheckFields>) {
  const { world, body } = call
  onlyApps(call)
  check(body)
  const headSha = body.head_sha ?? ''
  if ((await world.git.object(headSha))?.type !== 'commit') {
    throw refuse(422, `No commit found for SHA: ${headSha}`)
  }
  const sibling = [...world.state.checkRuns.values()].find((run) => run.headSha === headSha)
  const run: CheckRun = {
    id: world.state.id(),
    suite: sibling?.suite ?? world.state.id(),
    name: body.name ?? '',
    headSha,
    status: 'queued',
    startedAt: world.now(),
    annotations: [],
  }
  apply(world, run, body)
  world.state.checkRuns.set(run.id, run)
  return created(await checkRunJson(world, run))
}

function runOf(call: Call): CheckRun {
  const run = call.world.state.checkRuns.get(numberIn(call, 'check_run_id'))
  if (!run) throw notFound()
  return run
}

async function update(call: Call<CheckFields>) {
  onlyApps(call)
  const run = runOf(call)
  check(call.body)
  apply(call.world, run, call.body)
  return ok(await checkRunJson(call.world, run))
}

/** The newest check run of each name, unless all are asked for. */
async function ofCommit(call: Call) {
  const { world, url, path } = call
  const sha = await commitOf(world, path.ref ?? '')
  const asked = (name: string) => url.searchParams.get(name) ?? undefined
  const found = [...world.state.checkRuns.values()]
    .filter((run) => run.headSha === sha)
    .filter((run) => [undefined, run.name].includes(asked('check_name')))
    .filter((run) => [undefined, run.status].includes(asked('status') as CheckRun['status'] | undefined))
    .reverse()
  const newest = found.filter((run, index) => found.findIndex(({ name }) => name === run.name) === index)
  return countedList(call, 'check_runs', asked('filter') === 'all' ? found : newest, (run) =>
    checkRunJson(world, run),
  )
}

function annotations(call: Call) {
  const { world } = call
  const run = runOf(call)
  return list(call, run.annotations, (annotation) => ({
    title: null,
    raw_details: null,
    start_column: null,
    end_column: null,
    ...annotation,
    blob_href: `${htmlUrl(world)}/blob/${run.headSha}/${encodeURI(annotation.path)}`,
  }))
}

export const checkEndpoints: readonly Endpoint[] = [
  endpoint('POST', '/check-runs', 'checks=write', create),
  endpoint('GET', '/check-runs/{check_run_id}', 'checks=read', async (call) =>
    ok(await checkRunJson(call.world, runOf(call))),
  ),
  endpoint('PATCH', '/check-runs/{check_run_id}', 'checks=write', update),
  endpoint('GET', '/check-runs/{check_run_id}/annotations', 'checks=read', annotations),
  endpoint('GET', '/commits/{ref}/check-runs', 'checks=read', ofCommit),
]
