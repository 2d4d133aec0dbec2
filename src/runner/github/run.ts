import * as z from 'zod'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import { sha256 } from '../../record/digest.ts'
import type { RunOfRecord } from '../../record/run.ts'
import type { Trigger } from '../runner.ts'
import type { Checkout } from './checkout.ts'
import { type Environment, given } from './environment.ts'

/**
 * Which run this is. The commit is the event's own, or the head of its pull request where that is checked out: what
 * code of the run commits or checks out besides never names it.
 */
export function runOf(env: Environment, trigger: Trigger, checkout: Checkout): RunOfRecord {
  const leg = legOf(env.MODELASSAY_MATRIX)
  const matrix = leg === undefined ? undefined : matrixTexts(env.MODELASSAY_MATRIX)
  const workflow = workflowPath(env)
  const { pullRequest } = trigger
  const headIsOut = pullRequest !== undefined && checkout.head?.sha === pullRequest.headSha
  return {
    id: given(env, 'GITHUB_RUN_ID'),
    attempt: Number(env.GITHUB_RUN_ATTEMPT || '1'),
    ...(leg === undefined ? {} : { leg }),
    ...(matrix === undefined ? {} : { matrix }),
    ...(env.GITHUB_JOB ? { job: { key: env.GITHUB_JOB, ...jobId(env.MODELASSAY_JOB) } } : {}),
    event: trigger.event,
    repository: given(env, 'GITHUB_REPOSITORY'),
    ...(workflow === undefined ? {} : { workflow }),
    ...(env.GITHUB_REF ? { ref: env.GITHUB_REF } : {}),
    sha: headIsOut ? pullRequest.headSha : given(env, 'GITHUB_SHA'),
    ...(pullRequest === undefined ? {} : { head_sha: pullRequest.headSha, pull_request: pullRequest.number }),
  }
}

const legDigits = 8

/** Short digest of the values of this matrix job; undefined outside a matrix. `matrix` is `toJSON(matrix)`. */
export function legOf(matrix: string | undefined): string | undefined {
  const values = parsed(matrix)
  if (typeof values !== 'object' || values === null || Object.keys(values).length === 0) return undefined
  return sha256(canonicalJson(values as Json)).slice('sha256:'.length, 'sha256:'.length + legDigits)
}

/** Values that tell this job from its sisters; of large ones the beginning. */
function matrixTexts(matrix: string | undefined): Record<string, string> {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const values = Object.entries(parsed(matrix) as Record<string, unknown>).slice(0, 10)
  return Object.fromEntries(values.map(([key, value]) => [key.slice(0, 100), textOf(value).slice(0, 100)]))
}

const jobSchema = z.looseObject({ check_run_id: z.union([z.number(), z.string().min(1)]) })

/** The job's own id, where `toJSON(job)` has it. */
function jobId(job: string | undefined): { id?: string } {
  const found = jobSchema.safeParse(parsed(job))
  return found.success ? { id: String(found.data.check_run_id) } : {}
}

function parsed(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * `owner/name/.github/workflows/model.yml@refs/heads/main`, without repository and ref. A workflow of another
 * repository (one that an organisation requires) keeps its repository, and so is no workflow of this one.
 */
export function workflowPath(env: Environment): string | undefined {
  const [path] = (env.GITHUB_WORKFLOW_REF ?? '').split('@')
  if (!path) return undefined
  const own = `${env.GITHUB_REPOSITORY}/`
  return path.startsWith(own) ? path.slice(own.length) : path
}
