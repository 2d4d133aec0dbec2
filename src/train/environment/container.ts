import { readFile } from 'node:fs/promises'
import { yamlValue } from '../../yaml/read-yaml.ts'
import type { TrainEnvironment } from './environment-request.ts'

/** More than GitHub runs. */
const largest = 2 ** 20

/**
 * The container that a job runs in, as far as anything tells: the image that its workflow names, whose digest is known
 * where it is named by it, and what podman leaves in a container.
 * @param workflow text of the workflow file
 * @param job key of the job in it
 */
export async function containerOf(
  workflow: string | undefined,
  job: string | undefined,
): Promise<TrainEnvironment['container']> {
  const image = imageOf(workflow, job)
  const text = await readFile('/run/.containerenv', 'utf8').catch(() => '')
  const field = (name: string) => new RegExp(`^${name}="([^"\n]+)"$`, 'm').exec(text)?.[1]
  const named = image ?? field('image')
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(named ?? '')?.[1] ?? idOf(field('imageid'))
  if (named === undefined && digest === undefined) return undefined
  return { ...(named !== undefined && { image: named }), ...(digest !== undefined && { digest }) }
}

const idOf = (id: string | undefined) =>
  id === undefined ? undefined : `sha256:${id.replace(/^sha256:/, '')}`

function imageOf(workflow: string | undefined, job: string | undefined): string | undefined {
  if (workflow === undefined || job === undefined) return undefined
  let value: unknown
  try {
    value = yamlValue(workflow, { most: largest })
  } catch {
    return undefined
  }
  const container = member(member(member(value, 'jobs'), job), 'container')
  const image = typeof container === 'string' ? container : member(container, 'image')
  // What an expression comes to is not known here.
  return typeof image === 'string' && image !== '' && !image.includes('${{') ? image : undefined
}

const member = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
