import { type GitPlace, tryGit } from './git.ts'

/** The commit and its first-parent ancestors, newest first, at most `limit`; none where git does not know the commit. */
export async function firstParents(sha: string, limit: number, place: GitPlace): Promise<readonly string[]> {
  const args = ['rev-list', '--first-parent', `--max-count=${limit}`, '--end-of-options', sha, '--']
  const answer = await tryGit(args, place)
  return answer.ok ? answer.text.split('\n').filter(Boolean) : []
}
