import type { BlobStore } from './blobs.ts'
import type { Git } from './git.ts'
import type { Dispatch, State } from './state.ts'

/** All that an endpoint can see. */
export interface World {
  /** of the server, without a trailing slash: REST and results service alike */
  readonly url: string
  readonly owner: string
  readonly repo: string
  readonly repositoryId: number
  readonly defaultBranch: string
  readonly isPrivate: boolean
  readonly immutableReleases: boolean
  readonly git: Git
  readonly state: State
  readonly blobs: BlobStore
  now(): Date
  onDispatch(dispatch: Dispatch): void
}

/** `https://api…/repos/owner/repo` of this server. */
export const apiUrl = ({ url, owner, repo }: World): string => `${url}/repos/${owner}/${repo}`

/** Where a browser would look; nothing is served there. */
export const htmlUrl = ({ owner, repo }: World): string => `https://github.com/${owner}/${repo}`

export const nodeId = (kind: string, id: number | string): string =>
  Buffer.from(`${kind}:${id}`).toString('base64url')

/** GitHub's timestamps have no fraction of a second. */
export const timestamp = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`
