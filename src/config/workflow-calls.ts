import { posix } from 'node:path'
import { isAlias, isScalar, type Node, visit } from 'yaml'
import { yamlDocument } from '../yaml/read-yaml.ts'

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
      found.map(
        async (path) => (isWorkflow(path) ? await read(path) : undefined) ?? (await actionIn(path, read)),
      ),
    )
  }
  return called
}

/** Whether a file is one that was called, lies in a folder that was, or is a link that leads there. Of the top only the action itself is. */
export function whetherCalled(called: ReadonlySet<string>): (file: string) => boolean {
  const above = new Set([...called].flatMap(foldersOf))
  return (file) =>
    called.has(file) ||
    above.has(file) ||
    (called.has('') && filesOfTopAction.includes(file)) ||
    foldersOf(file).some((folder) => called.has(folder))
}

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
  [...usesIn(text), ...Array.from(text.matchAll(uses), ([, path]) => path!)]
    .filter((path) => /^\.[/\\]/.test(path))
    .map((path) => (path[1] === '\\' ? path.replaceAll('\\', '/') : path))
    .map((path) => posix.normalize(path).replace(/^\.?\/|^\.$|\/$/g, ''))
    .filter((path) => !/^\.\.(\/|$)/.test(path))

/** In what cannot be read as YAML, or would take long. */
const uses = /\buses["']?\s*:\s*["']?(\.[/\\][^\s"'#,}]*)/g

/** As nearly all are written, which the expression above reads as well. */
const simple = /\buses: *(["']?)[\w.@/-]+\1 *(?=\r?\n|$| #)/g

/** Far more than anybody writes; more takes more than a second to be parsed. */
const largest = 2 ** 17

/** Values of `uses`, however they are written. */
function usesIn(text: string): string[] {
  const found: string[] = []
  if (text.length > largest || !/uses|\\/i.test(text.replace(simple, ''))) return found
  try {
    const document = yamlDocument(text, { most: largest, uniqueKeys: false })
    const textOf = (node: unknown): string => {
      const one = isAlias(node) ? node.resolve(document) : (node as Node | null)
      return isScalar(one) ? String(one.value) : ''
    }
    visit(document, {
      Pair(_, { key, value }) {
        if (textOf(key).toLowerCase() === 'uses') found.push(textOf(value))
      },
    })
  } catch {
    // What nests deeper than can be read GitHub does not read, either.
  }
  return found
}

const isWorkflow = (path: string) => /\.ya?ml$/.test(path)

const foldersOf = (file: string) =>
  file.split('/').flatMap((_, i, names) => (i === 0 ? [] : [names.slice(0, i).join('/')]))
