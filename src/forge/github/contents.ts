import { buffer } from 'node:stream/consumers'
import type { Contents } from '../contents.ts'
import type { Client } from './client.ts'
import type { Purpose } from './errors.ts'
import { hasStatus } from './failure.ts'

/** more files than this a comparison does not list */
const maxCompared = 300

export function contentsOf(client: Client): Contents {
  return {
    async file(path, sha) {
      const purpose: Purpose = { to: `read ${path} at ${sha}`, needs: 'contents: read' }
      return client.ask(purpose, async () => {
        try {
          return await rawFile(client, path, sha)
        } catch (error) {
          if (!hasStatus(error, 404)) throw error
          // the same answer means "no such commit" and "no permission": only where the commit shows, the file is missing
          await client.rest.git.getCommit({ ...client.at, commit_sha: sha })
          return undefined
        }
      })
    },

    async changedFiles(baseSha, headSha) {
      const purpose: Purpose = { to: `compare ${baseSha} with ${headSha}`, needs: 'contents: read' }
      return client.ask(purpose, async () => {
        const basehead = `${baseSha}...${headSha}`
        const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...client.at, basehead })
        const files = data.files ?? []
        if (files.length >= maxCompared)
          return treeDifference(client, data.merge_base_commit.commit.tree.sha, headSha)
        const paths = files.flatMap(({ filename, previous_filename }) => [
          filename,
          previous_filename ?? filename,
        ])
        return [...new Set(paths)]
      })
    },
  }
}

/** Undefined for a folder. Read as a stream: octokit would decode the bytes as text. */
async function rawFile({ rest, at }: Client, path: string, ref: string): Promise<Buffer | undefined> {
  const { data, headers } = await rest.repos.getContent({
    ...at,
    path,
    ref,
    headers: { accept: 'application/vnd.github.raw+json' },
    request: { parseSuccessResponseBody: false },
  })
  const bytes = await buffer(data as unknown as ReadableStream<Uint8Array>)
  return /^application\/json\b/.test(headers['content-type'] ?? '') ? undefined : bytes
}

async function treeDifference(client: Client, base: string, head: string): Promise<readonly string[]> {
  const [before, after] = await Promise.all([treeOf(client, base), treeOf(client, head)])
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  )
}

async function treeOf({ rest, at }: Client, sha: string): Promise<ReadonlyMap<string, string>> {
  const { data } = await rest.git.getTree({ ...at, tree_sha: sha, recursive: '1' })
  if (data.truncated) throw new Error(`the tree of ${sha} is too large for GitHub to list`)
  const files = data.tree.filter(({ type }) => type !== 'tree')
  return new Map(files.map((entry) => [entry.path, `${entry.mode} ${entry.sha}`]))
}
