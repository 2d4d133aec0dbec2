import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../lint/files.ts'

/** `uses:` of every step of a workflow or a composite, `owner/repository/path@ref`. */
export function usedBy(text: string): string[] {
  const document = parse(text) as {
    jobs?: Record<string, { steps?: { uses?: string }[] }>
    runs?: { steps?: { uses?: string }[] }
  }
  const steps = [
    ...Object.values(document.jobs ?? {}).flatMap((job) => job.steps ?? []),
    ...(document.runs?.steps ?? []),
  ]
  return [...new Set(steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses])))]
}

/**
 * Folders to take the actions of workflows from.
 * @param uses as `usedBy` gives them
 * @param folders by repository, `actions/checkout`
 * @returns folders by `owner/repository@ref`
 * @throws Error for an action that has no folder
 */
export function localActions(
  uses: readonly string[],
  folders: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    uses.map((one) => {
      const [, repository = '', ref = ''] = /^([^/@]+\/[^/@]+)[^@]*@(.+)$/.exec(one) ?? []
      const folder = folders[repository]
      if (folder === undefined) throw new Error(`nothing stands in for ${one}`)
      return [`${repository}@${ref}`, folder]
    }),
  )
}

/**
 * What a release of the suite is made of, without the packages that it was built from. act copies it for every job;
 * what node runs is a link in it, whose file has one path in all of them: by that node finds what it compiled before.
 * @throws Error when the suite is not built
 */
export function releaseTree(into: string): string {
  const built = `${into}-built`
  for (const [part, folder] of [
    ['actions', into],
    ['dist', built],
    ['package.json', built],
  ] as const) {
    if (!existsSync(join(root, part)))
      throw new Error(`there is no ${part}: run npm run generate && npm run build`)
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  for (const part of ['dist', 'package.json']) symlinkSync(join(built, part), join(into, part))
  return into
}

/** `uses:` within the suite's own actions. */
export const usedByRelease = (folder: string): string[] =>
  readdirSync(join(folder, 'actions')).flatMap((name) =>
    usedBy(readFileSync(join(folder, 'actions', name, 'action.yml'), 'utf8')),
  )
