import { lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { inputError } from '../errors.ts'
import { bytes } from '../report/number.ts'
import { yamlValue } from '../yaml/read-yaml.ts'
import {
  isRunId,
  type Logged,
  mostMetrics,
  mostValues,
  type TrackedRun,
  type TrackingStore,
} from './store.ts'

/**
 * MLflow's folder of files: `<experiment>/<run>/meta.yaml`, and beside it a file a parameter, tag and metric.
 * @param uri what people call it
 */
export function fileStore(folder: string, uri: string): TrackingStore {
  const find = async (id: string) => {
    for (const experiment of await foldersIn(folder))
      if ((await foldersIn(join(folder, experiment))).includes(id)) return join(folder, experiment, id)
    throw new Error(`there is no run ${id} in ${uri}`)
  }
  return {
    uri,
    async runsSince(time) {
      const runs: TrackedRun[] = []
      for (const experiment of await foldersIn(folder))
        for (const id of await foldersIn(join(folder, experiment))) {
          const meta = isRunId(id) ? await metaOf(join(folder, experiment, id)) : undefined
          if (meta === undefined || meta.started < time) continue
          const tags = await textsIn(join(folder, experiment, id, 'tags'))
          runs.push({ id, experiment, started: meta.started, tags })
        }
      return runs
    },
    async read({ id, experiment }) {
      const run = join(folder, experiment, id)
      const metrics: Record<string, readonly Logged[]> = {}
      for (const [name, text] of Object.entries(await textsIn(join(run, 'metrics'), mostOfMetrics))) {
        const values = text.split('\n', mostValues).flatMap(numberOf)
        if (values.length > 0) metrics[name] = values
      }
      return { metrics, params: await textsIn(join(run, 'params')) }
    },
    async tagsOf({ id }) {
      return textsIn(join(await find(id), 'tags'))
    },
    async tag({ id }, tags) {
      const into = join(await find(id), 'tags')
      await mkdir(into, { recursive: true })
      if ((await lstat(into)).isSymbolicLink()) throw new Error(`the tags of the run ${id} are behind a link`)
      for (const [name, value] of Object.entries(tags)) {
        // A link that the training laid would lead what is written elsewhere.
        await rm(join(into, name), { force: true })
        await writeFile(join(into, name), value, { flag: 'wx' })
      }
    },
  }
}

const foldersIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)

async function metaOf(run: string): Promise<{ readonly started: number } | undefined> {
  const meta = await documentIn(join(run, 'meta.yaml'))
  if (typeof meta !== 'object' || meta === null || !('start_time' in meta)) return undefined
  const { start_time: started } = meta
  const deleted = 'lifecycle_stage' in meta && meta.lifecycle_stage !== 'active'
  return typeof started === 'number' && !deleted ? { started } : undefined
}

const mostOfMeta = 65_536

/** Undefined for what is no plain file, is too large or cannot be read: another process may be writing it. */
async function documentIn(file: string): Promise<unknown> {
  const found = await lstat(file).catch(() => undefined)
  if (!found?.isFile() || found.size > mostOfMeta) return undefined
  try {
    return yamlValue(await readFile(file, 'utf8'), { most: mostOfMeta })
  } catch {
    return undefined
  }
}

/** Of one run: what all its metrics, and all its parameters or tags may have. */
const mostOfMetrics = 256_000_000
const mostOfTexts = 16_000_000

/** A name may hold slashes, and then is a path of folders. */
async function textsIn(folder: string, most = mostOfTexts): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts: Record<string, string> = {}
  let room = most
  for (const file of files.sort().slice(0, mostMetrics)) {
    room -= (await stat(file)).size
    if (room < 0)
      throw inputError(
        'mlflow-too-large',
        `the ${basename(folder)} of the MLflow run ${basename(dirname(folder))} have more than ${bytes(most)}, at most so much is read`,
        { hint: 'Log less often, and long texts as artifacts; or name a tracking server.' },
      )
    texts[relative(folder, file).split(sep).join('/')] = await readFile(file, 'utf8')
  }
  return texts
}

/** `<time> <value> <step>`; older files have no step. */
function numberOf(line: string): Logged[] {
  const [time, value, step = '0'] = line.trim().split(/\s+/)
  if (!time || value === undefined) return []
  const number = /^[-+]?inf(inity)?$/i.test(value)
    ? Number.POSITIVE_INFINITY * (value.startsWith('-') ? -1 : 1)
    : Number(value)
  return [[Number(step), number]]
}
