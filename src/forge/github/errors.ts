import { AssayError, outsideError } from '../../errors.ts'
import { type HttpFailure, isHttpFailure, isPutOff, namedDelay } from './failure.ts'

/** What a call is for, and the permission that it is known to need. */
export interface Purpose {
  /** completes "GitHub would not …": `create the check run` */
  readonly to: string
  readonly needs: Permission
}

export type Permission = `${string}: ${'read' | 'write'}`

/** Where the remedy is to be applied. */
export interface Scene {
  readonly host: string
  readonly repository: string
  /** path of the workflow file, where there is one */
  readonly workflow?: string
  now(): Date
}

/** The error that a person can act on; what is no failure of a call comes back as it is. */
export function explained(error: unknown, purpose: Purpose, scene: Scene): unknown {
  if (error instanceof AssayError) return error
  if (!isHttpFailure(error)) return isGraphql(error) ? refused(error, purpose) : error
  if (error.response === undefined) return unreachable(error, purpose, scene)
  if (isPutOff(error)) return limited(error, purpose, scene)
  if (error.status === 401) return unknownToken(error, purpose)
  if (error.status === 403) return forbidden(error, purpose, scene)
  if (error.status === 404) return missing(error, purpose, scene)
  if (error.status >= 500) return broken(error, purpose)
  return refused(error, purpose)
}

const isGraphql = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'GraphqlResponseError'

const unreachable = (cause: HttpFailure, { to }: Purpose, { host }: Scene) =>
  outsideError('network-down', `GitHub could not be reached at ${host} to ${to}: ${cause.message}`, {
    hint: 'Check the network, the proxy and https://www.githubstatus.com, then run this again.',
    cause,
  })

function limited(cause: HttpFailure, { to }: Purpose, { now }: Scene) {
  const seconds = Math.ceil((namedDelay(cause, now()) ?? 60_000) / 1000)
  return outsideError('rate-limited', `GitHub's rate limit left no room to ${to}: ${said(cause)}`, {
    hint: `Run this again in ${seconds} s, or with a token of its own.`,
    cause,
  })
}

const unknownToken = (cause: HttpFailure, { to }: Purpose) =>
  outsideError('token-refused', `GitHub does not accept the token that was to ${to}: ${said(cause)}`, {
    hint: 'Give a valid token by the "token" input; a token of a job ends with the job, a personal one can expire.',
    cause,
  })

function forbidden(cause: HttpFailure, { to, needs }: Purpose, { workflow }: Scene) {
  const needed = acceptedPermissions(cause, needs)
  const where = workflow === undefined ? 'of the token' : `of this job in ${workflow}`
  if (/\block(ed)?\b/i.test(cause.message)) return locked(cause, to)
  return outsideError(
    'permission-denied',
    `the token may not ${to}: it lacks the permission "${needed.join('" and "')}" (${said(cause)})`,
    {
      hint: `Add under "permissions:" ${where}: "${needed.join('" and "')}"; a pull request from a fork can only read.`,
      cause,
    },
  )
}

const locked = (cause: HttpFailure, to: string) =>
  outsideError('conversation-locked', `the conversation is locked, so that GitHub would not ${to}`, {
    hint: 'Unlock it, or leave it: the verdict is in the check run and in the job summary.',
    cause,
  })

const missing = (cause: HttpFailure, { to, needs }: Purpose, { repository }: Scene) =>
  outsideError('not-found', `GitHub found nothing in ${repository} where it was to ${to}: ${said(cause)}`, {
    hint: `Check that it exists; in a private repository this is also the answer to a token without "${needs}".`,
    cause,
  })

const broken = (cause: HttpFailure, { to }: Purpose) =>
  outsideError('github-unavailable', `GitHub failed with ${cause.status} when it was to ${to}`, {
    hint: 'See https://www.githubstatus.com and run this again; what was done so far is kept.',
    cause,
  })

const refused = (cause: Error, { to }: Purpose) =>
  outsideError('github-refused', `GitHub would not ${to}: ${said(cause)}`, {
    hint: 'Change what GitHub names here, then run this again.',
    cause,
  })

/** GitHub's words without the address of its documentation. */
const said = ({ message }: Error) => message.replace(/ - https:\/\/docs\.github\.com\/\S*$/, '')

/**
 * The permissions that would have been enough, as a workflow file spells them. GitHub's header separates alternatives
 * by `;` and what is needed together by `,`: the alternative that this call is known to need is preferred.
 */
function acceptedPermissions(error: HttpFailure, known: Permission): readonly string[] {
  const header = error.response?.headers['x-accepted-github-permissions']
  const alternatives = String(header ?? '')
    .split(';')
    .map((together) => together.split(',').map(inWorkflowSpelling).filter(Boolean))
    .filter(({ length }) => length > 0)
  return alternatives.find((together) => together.includes(known)) ?? alternatives[0] ?? [known]
}

const inWorkflowSpelling = (permission: string) => permission.trim().replaceAll('_', '-').replace('=', ': ')
