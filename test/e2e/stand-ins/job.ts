import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the world hands to the stand-ins of one job, as JSON in `$E2E_JOBS/<job>.json`, once the job has begun. */
export interface JobRoom {
  /** of the runner, not the workflow: what artifacts are uploaded with */
  readonly runtimeToken: string
  readonly resultsUrl: string
  /** the bare repository to check out from */
  readonly origin: string
  /** folder of the interpreter that setup-python sets up */
  readonly python?: string
  /** file that gets the job's summary */
  readonly summary: string
  /** values of a matrix job */
  readonly matrix?: Readonly<Record<string, unknown>>
}

const patience = 20_000

/** @throws Error when the world does not say that the job has begun */
export async function jobRoom(): Promise<JobRoom> {
  const { E2E_JOBS: folder = '', GITHUB_JOB: job = '' } = process.env
  const file = join(folder, `${job}.json`)
  for (let waited = 0; !existsSync(file); waited += 10) {
    if (waited > patience) throw new Error(`the world does not know the job ${job}`)
    await sleep(10)
  }
  return JSON.parse(readFileSync(file, 'utf8')) as JobRoom
}

/** As the runner does for JavaScript actions, and for no other step. */
export function giveRuntime({ runtimeToken, resultsUrl, matrix }: JobRoom): void {
  // act tells the steps of a composite nothing of their job's matrix
  if (matrix) process.env.MODELASSAY_MATRIX = JSON.stringify(matrix)
  process.env.ACTIONS_RUNTIME_TOKEN = runtimeToken
  process.env.ACTIONS_RESULTS_URL = resultsUrl
  process.env.ACTIONS_CACHE_SERVICE_V2 = 'true'
}
