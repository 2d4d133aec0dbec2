import type { Client } from './client.ts'

/**
 * A commit and its first-parent ancestors, newest first, at most `limit`. GitHub lists all ancestors by date, so that
 * a page may or may not hold the next first parent: it is asked for again from where the line left the page.
 */
export async function firstParents(
  { rest, at }: Client,
  sha: string,
  limit: number,
): Promise<readonly string[]> {
  const parentOf = new Map<string, string | undefined>()
  const line: string[] = []
  for (let next: string | undefined = sha; next !== undefined && line.length < limit; ) {
    if (!parentOf.has(next)) {
      const page = await rest.repos.listCommits({ ...at, sha: next, per_page: Math.min(100, limit) })
      for (const commit of page.data) parentOf.set(commit.sha, commit.parents[0]?.sha)
      if (!parentOf.has(next)) throw new Error(`GitHub's list of the commits from ${next} lacks it`)
    }
    line.push(next)
    next = parentOf.get(next)
  }
  return line
}
