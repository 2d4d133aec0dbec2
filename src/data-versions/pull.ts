import { relative, resolve, sep } from 'node:path'
import { isPattern, splitPattern } from '../config/path-pattern.ts'
import type { Project } from '../config/project.ts'
import { type AssayError, outsideError } from '../errors.ts'
import { visible } from '../report/visible.ts'
import type { CommandItem, Outcome } from '../stage/work.ts'
import { type FindOut, outFinder, outsWithin } from './dvc-out.ts'

const id = 'pull-data'

/**
 * The command that fetches what DVC tracks of these tables, where `data.pull` asks for it; none where DVC tracks none.
 * Names reach the shell as variables: none is ever read as part of the script.
 * @param paths of tables, as the configuration has them; patterns and addresses too
 * @throws AssayError input: `dvc-unreadable`
 */
export async function pullItems(
  { root, config }: Pick<Project, 'root' | 'config'>,
  paths: readonly string[],
): Promise<CommandItem[]> {
  if (config.data.pull !== 'dvc') return []
  const targets = await targetsOf(root, paths)
  if (targets.length === 0) return []
  const names = targets.map((_, i) => `MODELASSAY_PULL_${i + 1}`)
  return [
    {
      kind: 'command',
      id,
      title: 'Pull the data with DVC',
      run: `dvc pull -- ${names.map((name) => `"$${name}"`).join(' ')}`,
      shell: 'bash',
      cwd: root,
      env: Object.fromEntries(targets.map((target, i) => [names[i]!, target])),
      timeoutSeconds: 6 * 3600,
      clears: [],
      makes: [],
      produces: [],
    },
  ]
}

/**
 * Tables as `dvc pull` takes them: of a folder that DVC tracks only the table, or what a pattern is about. Outputs are
 * named, not the `.dvc` files: DVC 3.67 passes over some of its targets where both kinds are mixed.
 */
async function targetsOf(root: string, paths: readonly string[]): Promise<string[]> {
  const find = outFinder()
  const targets = new Set<string>()
  for (const path of paths.filter((each) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(each))) {
    for (const target of await targetsFor(path, root, find))
      targets.add(relative(root, target).split(sep).join('/'))
  }
  return [...targets].sort()
}

async function targetsFor(path: string, root: string, find: FindOut): Promise<readonly string[]> {
  const itself = resolve(root, path)
  const tracked = await find(itself, path)
  if (!isPattern(path) || tracked?.out.path === itself) return tracked === undefined ? [] : [itself]
  const fixed = splitPattern(path).fixed.replace(/\/$/, '') || '.'
  const folder = resolve(root, fixed)
  return (await find(folder, fixed)) === undefined ? outsWithin(folder, fixed) : [folder]
}

/**
 * Lets pass what was pulled, or was not to be.
 * @throws AssayError outside: `dvc-missing`, `dvc-pull-failed` with what DVC said, and why it was not run
 */
export function requirePulled(outcomes: readonly Outcome[]): void {
  const outcome = outcomes.find((found) => found.id === id)
  if (outcome !== undefined && outcome.status !== 'done') throw failureOf(outcome)
}

function failureOf({ status, exitCode, tail, error }: Outcome): AssayError {
  if (status === 'cancelled' || status === 'not-run' || error?.kind === 'outside')
    return outsideError(error?.code ?? 'cancelled', error?.message ?? 'the data were not pulled', {
      hint: error?.hint ?? 'Run the job again.',
    })
  if (exitCode === 127)
    return outsideError('dvc-missing', 'data.pull asks for DVC, which is not on the PATH', {
      hint: 'Install DVC before this step, with what its remote needs: pip install "dvc[s3]", for example.',
    })
  const ended = status === 'timed-out' ? 'did not end in time' : `ended with exit code ${exitCode}`
  const said = saidLast(tail)
  return outsideError(
    'dvc-pull-failed',
    `\`dvc pull\` ${ended}${said === '' ? '' : `; it last said: ${said}`}`,
    {
      hint: 'Read its log: push what is missing with `dvc push`, give the step the credentials of the remote, or set the remote right.',
    },
  )
}

/** What DVC says of its failure begins with ERROR and goes over several lines. */
function saidLast(tail = ''): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '')
  const from = lines.findLastIndex((line) => line.startsWith('ERROR'))
  return visible((from < 0 ? lines.slice(-3) : lines.slice(from, from + 6)).join(' '))
}
