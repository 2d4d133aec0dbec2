import { currentAttempt } from './runs.ts'
import type { Artifact, Run } from './state.ts'
import { field, type TwirpCall, TwirpError, type TwirpMethod, textField } from './twirp.ts'
import type { World } from './world.ts'

const day = 86_400_000
const forbidden = /[":<>|*?\\/\r\n]/

interface Caller {
  readonly run: Run
  readonly attempt: number
  readonly plan: number
}

/** The attempt is the calling job's; a job that was not seeded belongs to the newest. */
function callerOf({ world, runtime, body }: TwirpCall): Caller {
  const run = world.state.runs.get(runtime.run)
  if (!run || String(field(body, 'workflow_run_backend_id')) !== String(runtime.run)) {
    throw new TwirpError(403, 'permission_denied', 'the token is not of this workflow run')
  }
  const attempt = world.state.jobs.get(Number(runtime.job))?.attempt ?? currentAttempt(run).attempt
  const plan = run.attempts.find((one) => one.attempt === attempt)?.plan ?? attempt
  return { run, attempt, plan }
}

/** What a job sees: its own attempt's artifacts and those of the attempts that it is a re-run of failed jobs of. */
function seen(world: World, { run, plan }: Caller): Artifact[] {
  const planOf = (attempt: number) => run.attempts.find((one) => one.attempt === attempt)?.plan
  return [...world.state.artifacts.values()].filter(
    (artifact) => artifact.run === run.id && !artifact.expired && planOf(artifact.attempt) === plan,
  )
}

/** Names are taken once and for all within an attempt, also by an upload that was never finished. */
const create: TwirpMethod = (call) => {
  const { world, runtime, body } = call
  const caller = callerOf(call)
  const name = textField(body, 'name')
  if (forbidden.test(name))
    throw new TwirpError(400, 'invalid_argument', `the artifact name ${name} is not valid`)
  const mine = seen(world, caller).filter(({ attempt }) => attempt === caller.attempt)
  if (mine.some((artifact) => artifact.name === name)) {
    throw new TwirpError(
      409,
      'already_exists',
      'an artifact with this name already exists on the workflow run',
    )
  }
  if (mine.filter(({ job }) => job === runtime.job).length >= 500) {
    throw new TwirpError(429, 'resource_exhausted', 'the job has created 500 artifacts, which is the limit')
  }
  const expires = field(body, 'expires_at')
  const contentType = String(field(body, 'mime_type') ?? 'application/zip')
  const id = world.state.artifactId()
  const blob = world.blobs.open(contentType, contentType === 'application/zip' ? `${name}.zip` : name)
  world.state.artifacts.set(id, {
    id,
    name,
    run: caller.run.id,
    attempt: caller.attempt,
    job: runtime.job,
    contentType,
    blob,
    size: 0,
    finalized: false,
    expired: false,
    createdAt: world.now(),
    expiresAt: typeof expires === 'string' ? new Date(expires) : new Date(world.now().getTime() + 90 * day),
  })
  return { ok: true, signed_upload_url: world.blobs.uploadUrl(blob) }
}

/** The size and the digest are what the client tells. */
const finalize: TwirpMethod = (call) => {
  const { world, body } = call
  const caller = callerOf(call)
  const name = textField(body, 'name')
  const artifact = seen(world, caller).find((one) => one.name === name && one.attempt === caller.attempt)
  if (!artifact) throw new TwirpError(404, 'not_found', 'the artifact was not created')
  if (!world.blobs.bytes(artifact.blob)) {
    throw new TwirpError(400, 'failed_precondition', 'nothing was uploaded for the artifact')
  }
  const hash = field(body, 'hash')
  artifact.size = Number(field(body, 'size'))
  artifact.finalized = true
  if (typeof hash === 'string') artifact.digest = hash
  return { ok: true, artifact_id: String(artifact.id) }
}

const list: TwirpMethod = (call) => {
  const { world, body } = call
  const name = field(body, 'name_filter')
  const id = field(body, 'id_filter')
  const found = seen(world, callerOf(call))
    .filter(({ finalized }) => finalized)
    .filter((artifact) => name === undefined || artifact.name === name)
    .filter((artifact) => id === undefined || String(artifact.id) === String(id))
  return {
    artifacts: found.map((artifact) => ({
      workflow_run_backend_id: String(artifact.run),
      workflow_job_run_backend_id: artifact.job,
      database_id: String(artifact.id),
      name: artifact.name,
      size: String(artifact.size),
      created_at: artifact.createdAt.toISOString(),
      ...(artifact.digest === undefined ? {} : { digest: artifact.digest }),
    })),
  }
}

/** By name and the job that uploaded it; the newest where a name is there several times. */
function named(call: TwirpCall): Artifact {
  const job = String(field(call.body, 'workflow_job_run_backend_id'))
  const name = textField(call.body, 'name')
  const found = seen(call.world, callerOf(call)).filter((one) => one.finalized && one.name === name)
  const artifact = found.find((one) => one.job === job) ?? found.sort((a, b) => b.attempt - a.attempt)[0]
  if (!artifact) throw new TwirpError(404, 'not_found', 'the artifact does not exist')
  return artifact
}

const signedUrl: TwirpMethod = (call) => ({ signed_url: call.world.blobs.downloadUrl(named(call).blob) })

const remove: TwirpMethod = (call) => {
  const artifact = named(call)
  call.world.state.artifacts.delete(artifact.id)
  return { ok: true, artifact_id: String(artifact.id) }
}

export const artifactService: Readonly<Record<string, TwirpMethod>> = {
  CreateArtifact: create,
  FinalizeArtifact: finalize,
  ListArtifacts: list,
  GetSignedArtifactURL: signedUrl,
  DeleteArtifact: remove,
}
