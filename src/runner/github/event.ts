import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { outsideError } from '../../errors.ts'
import { type Environment, given } from './environment.ts'

const repositorySchema = z.looseObject({ id: z.number() }).nullish()
const sideSchema = z.looseObject({ ref: z.string(), sha: z.string(), repo: repositorySchema })
const pullSchema = z.looseObject({ number: z.number().int(), head: sideSchema, base: sideSchema })
export type PullOfEvent = z.infer<typeof pullSchema>

/** What is read of an event's payload; the rest of it is not looked at. */
const eventSchema = z.looseObject({
  repository: z.looseObject({ id: z.number().optional(), default_branch: z.string().optional() }).optional(),
  pull_request: pullSchema.optional(),
  merge_group: z.looseObject({ head_sha: z.string(), base_sha: z.string() }).optional(),
  workflow_run: z
    .looseObject({
      id: z.number().optional(),
      head_sha: z.string(),
      pull_requests: z.array(pullSchema).optional(),
    })
    .optional(),
})
export type Event = z.infer<typeof eventSchema>

/** @throws AssayError outside `event-unreadable` */
export async function readEvent(env: Environment): Promise<Event> {
  const file = given(env, 'GITHUB_EVENT_PATH')
  try {
    return eventSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw outsideError('event-unreadable', `the event in ${file} is not as GitHub writes it`, {
      hint: 'Compare the event file with the payload that GitHub documents for this event.',
      cause,
    })
  }
}
