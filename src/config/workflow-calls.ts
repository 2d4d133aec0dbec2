import { posix } from 'node:path'

/** How often one may call another that calls another: ten workflows and ten actions are GitHub's own limits. */
const deepest = 20

/**
 * A workflow, and the workflows and actions of the same repository that it calls, and those call: files of workflows,
 * folders of actions (empty: the top), relative to the workspace. Scripts elsewhere that an action runs are not seen.
 * @param read text of a file by that path; undefined where there is none
 */
export async function workflowCalls(
  workflow: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<ReadonlySet<string>> {
  const called = new Set([workflow])
  let texts = [await read(workflow)]
  for (let depth = 0; depth < deepest && texts.length > 0; depth++) {
    const found = [...new Set(texts.flatMap((text) => callsIn(text ?? '')))].filter(
      (path) => !called.has(path),
    )
    for (const path of found) called.add(path)
    texts = await Promise.all(
      found.map(async (path) => (isWorkflow(path) ? read(path) : actionIn(path, read))),
    )
  }
  return called
}

/** Whether a file is one that was called, or lies in a folder that was. Of the top only the action itself is. */
export const isCalled = (file: string, called: ReadonlySet<string>): boolean =>
  called.has(file) ||
  (called.has('') && filesOfTopAction.includes(file)) ||
  foldersOf(file).some((folder) => called.has(folder))

const descriptions = ['action.yml', 'action.yaml']
/** What an action at the top of the repository is there. */
export const filesOfTopAction = [...descriptions, 'Dockerfile']

async function actionIn(folder: string, read: (path: string) => Promise<string | undefined>) {
  for (const name of descriptions) {
    const text = await read(folder === '' ? name : `${folder}/${name}`)
    if (text !== undefined) return text
  }
  return undefined
}

/** What leads out of the workspace is none of this repository's. */
const callsIn = (text: string) =>
  Array.from(text.matchAll(/\buses["']?\s*:\s*["']?(\.\/[^\s"'#,}]*)/g), ([, path]) =>
    posix.normalize(path!).replace(/^\.?\/|\/$/g, ''),
  ).filter((path) => !/^\.\.(\/|$)/.test(path))

const isWorkflow = (path: string) => /\.ya?ml$/.test(path)

const foldersOf = (file: string) =>
  file.split('/').flatMap((_, i, names) => (i === 0 ? [] : [names.slice(0, i).join('/')]))
