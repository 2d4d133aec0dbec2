import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const tools = toolsFolder()

/**
 * The interpreter of a virtual environment that holds exactly a requirements file's packages. The first call makes
 * it (half a minute or so, from the package registry), every later one finds it, also from other test processes.
 * @param requirements file in test/oracles with pinned versions, `requirements.txt` for what numbers are compared with
 * @returns absolute path of the environment's python; its command-line tools (`gto`, `mlflow`) lie beside it
 * @throws Error if there is no python3 with venv, or the packages cannot be installed
 */
export function oraclePython(requirements = 'requirements.txt'): string {
  const file = join(here, requirements)
  const version = spawnSync('python3', ['--version'], { encoding: 'utf8' })
  if (version.status !== 0) throw new Error('there is no python3 on this machine')
  const pythonIn = (folder: string) => join(folder, 'bin', 'python')
  const environment = made('python', [version.stdout, readFileSync(file)], (folder) => {
    run('python3', ['-m', 'venv', '--without-pip', folder])
    symlinkSync(pip(version.stdout), join(packagesIn(folder), 'pip'))
    // Python compiles what is imported, which is the lesser part of the packages.
    run(pythonIn(folder), ['-m', 'pip', 'install', '--no-compile', ...quietly, '-r', file])
  })
  return pythonIn(environment)
}

const quietly = ['--quiet', '--disable-pip-version-check']

/**
 * One pip for all environments: to unpack one for each took longer than to install much. Its version, not that which
 * comes with Python: to choose among the files of a package took the pip of Python 3.11 most of an installation.
 */
const pipVersion = '26.3'
const pip = (version: string): string => {
  const environment = made('pip', [version, pipVersion], (folder) => {
    run('python3', ['-m', 'venv', folder])
    run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...quietly, `pip==${pipVersion}`])
  })
  return join(packagesIn(environment), 'pip')
}

function packagesIn(environment: string): string {
  const [folder] = globSync(join(environment, 'lib', 'python*', 'site-packages'))
  if (folder === undefined) throw new Error(`python3 -m venv put no packages into ${environment}`)
  return folder
}

/** A folder of the tools that is made once for what decides its content. */
function made(name: string, decisive: readonly (string | Buffer)[], make: (folder: string) => void): string {
  const hash = createHash('sha256')
  for (const part of decisive) hash.update(part)
  const folder = join(tools, `${name}-${hash.digest('hex').slice(0, 12)}`)
  const ready = join(folder, 'ready')
  // Command-line tools name their interpreter by its path: in a folder that was moved they cannot be started.
  const isReady = () => existsSync(ready) && readFileSync(ready, 'utf8') === folder
  if (isReady()) return folder

  const unlock = lock(`${folder}.lock`)
  try {
    if (isReady()) return folder
    rmSync(folder, { recursive: true, force: true })
    make(folder)
    writeFileSync(ready, folder)
    return folder
  } finally {
    unlock()
  }
}

/** Its own path, whatever link leads to it. */
function toolsFolder(): string {
  const folder = join(here, '..', '..', '.tools')
  mkdirSync(folder, { recursive: true })
  return realpathSync(folder)
}

/**
 * As {@link oraclePython}, for tests that skip where the oracle cannot be had. Under CI=true that is a failure.
 * @returns undefined, after a line that says why, if the environment cannot be made
 */
export function oraclePythonIfAny(requirements = 'requirements.txt'): string | undefined {
  try {
    return oraclePython(requirements)
  } catch (error) {
    if (process.env.CI === 'true') throw error
    console.warn(`skipped: no Python oracle (${requirements}): ${(error as Error).message}`)
    return undefined
  }
}

/**
 * Runs a script of test/oracles and parses the JSON that it prints.
 * @param input handed to the script as JSON on its standard input
 */
export function askOracle(python: string, script: string, input: unknown): unknown {
  const answer = execFileSync(python, ['-W', 'ignore::RuntimeWarning', join(here, script)], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return JSON.parse(answer)
}

function run(command: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim().slice(-500)}`)
}

/** mkdir is atomic; a lock whose owner is gone is taken over. */
function lock(folder: string): () => void {
  for (;;) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'pid'), String(process.pid))
      return () => rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true })
  }
}

/** A process that dies between making the lock and signing it leaves an unsigned one behind. */
function isAbandoned(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') return code === 'ESRCH'
    const made = statSync(folder, { throwIfNoEntry: false })
    return made !== undefined && Date.now() - made.mtimeMs > 10_000
  }
}
