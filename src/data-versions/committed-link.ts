import { lstat, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { leadsOut, partsBelow } from '../config/leads-out.ts'
import { inputError } from '../errors.ts'
import { committedLinks } from './committed.ts'
import { repositoryTop } from './repository-top.ts'

/**
 * Refuses a file that a committed link out of the repository leads to: whoever sends a change could have any file of this
 * machine shown as data at fault. Links that git has not committed, as DVC and the steps of a workflow make them, may
 * lead anywhere.
 * @param env for git, without a token
 * @throws AssayError input `link-outside`
 */
export async function refuseCommittedLink(
  { file, label }: { readonly file: string; readonly label: string },
  workspace: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  if (!(await leadsOut(file, workspace))) return
  const top = await repositoryTop(resolve(workspace))
  if (top === undefined) return
  const links = await linksOn(resolve(file), resolve(workspace))
  const paths = links.map((link) => relative(top, link).split(sep).join('/'))
  if (!(await committedLinks(top, paths, env))) return
  throw inputError('link-outside', `${label} is a link in the commit, and leads out of the repository.`, {
    hint: 'Commit the file itself, or have DVC, Git LFS or a step of the workflow put it there.',
    file: label,
  })
}

/** The links that a path of a folder goes through, each where it lies, as far as they lead within the folder. */
async function linksOn(path: string, folder: string): Promise<string[]> {
  const links: string[] = []
  let at = folder
  for (const part of partsBelow(folder, path) ?? []) {
    const next = join(at, part)
    const isLink = (await lstat(next)).isSymbolicLink()
    if (isLink) links.push(next)
    at = isLink ? await realpath(next) : next
    if (partsBelow(await realpath(folder), await realpath(dirname(at))) === undefined) break
  }
  return links
}
