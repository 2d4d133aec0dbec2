import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Versions by package. */
export type Packages = Readonly<Record<string, string>>

/** More than any environment has that people work in. */
const most = 5000

const listPython =
  'import importlib.metadata as m, json; print(json.dumps({d.metadata["Name"]: d.version for d in m.distributions() if d.metadata["Name"]}))'
const listR =
  'p <- installed.packages()[, c("Package", "Version"), drop = FALSE]; cat(paste(p[, 1], p[, 2], sep = "\\t"), sep = "\\n")'

/**
 * The packages that are really installed, by the tool that knows them: Python's, those of conda, npm's and R's. Only what the
 * command may use is asked: a question costs a process.
 * @param run the training command
 */
export async function installedPackages(
  { root, run }: { readonly root: string; readonly run: string },
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Packages>>> {
  const uses = (words: RegExp) => words.test(run)
  const found = await Promise.all([
    uses(/\b(python|uv|poetry|pipenv|pdm|conda|dvc|mlflow|jupyter|papermill|\w+\.py)\b/)
      ? pythonPackages(root, run, env)
      : undefined,
    env.CONDA_PREFIX === undefined ? undefined : condaPackages(env.CONDA_PREFIX),
    nodePackages(root),
    uses(/\bRscript\b|\.R\b/) ? rPackages(root, env) : undefined,
  ])
  const names = ['python', 'conda', 'npm', 'r']
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const entries = Object.entries(found[i] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
      return entries.length === 0 ? [] : [[name, Object.fromEntries(entries.slice(0, most))]]
    }),
  )
}

/** Of the environment that the command makes for itself, where it lies beside the project, else of the PATH's python. */
async function pythonPackages(
  root: string,
  run: string,
  env: Readonly<Record<string, string>>,
): Promise<Packages> {
  const own = join(root, '.venv', 'bin', 'python')
  const usesOwn = /\b(uv|poetry|pdm) run\b|\.venv\b/.test(run) && (await stat(own).catch(() => undefined))
  const text = await answerOf(usesOwn ? own : 'python', ['-c', listPython], root, env)
  return text === '' && !usesOwn
    ? parsed(await answerOf('python3', ['-c', listPython], root, env))
    : parsed(text)
}

async function condaPackages(prefix: string): Promise<Packages> {
  const files = await readdir(join(prefix, 'conda-meta')).catch(() => [])
  return Object.fromEntries(
    files.flatMap((file) => {
      const [, name, version] = /^(.+)-([^-]+)-[^-]+\.json$/.exec(file) ?? []
      return name === undefined || version === undefined ? [] : [[name, version]]
    }),
  )
}

async function nodePackages(root: string): Promise<Packages> {
  const text = await readFile(join(root, 'node_modules', '.package-lock.json'), 'utf8').catch(() => '{}')
  const { packages } = object(json(text))
  return Object.fromEntries(
    Object.entries(object(packages)).flatMap(([path, entry]) => {
      const { version } = object(entry)
      return typeof version === 'string' ? [[path.replace(/^node_modules\//, ''), version]] : []
    }),
  )
}

async function rPackages(root: string, env: Readonly<Record<string, string>>): Promise<Packages> {
  const text = await answerOf('Rscript', ['-e', listR], root, env)
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [name, version] = line.trim().split('\t')
      return name && version ? [[name, version]] : []
    }),
  )
}

const parsed = (text: string): Packages =>
  Object.fromEntries(
    Object.entries(object(json(text))).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

const object = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Standard output; '' where there is no such program or it fails. */
const answerOf = (
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
) =>
  new Promise<string>((settle) => {
    execFile(
      file,
      [...args],
      { cwd, env: { ...env }, timeout: 30_000, maxBuffer: 2 ** 24, windowsHide: true },
      (error, output) => settle(error ? '' : output.trim()),
    )
  })
