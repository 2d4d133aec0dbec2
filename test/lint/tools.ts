import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { oraclePythonIfAny } from '../oracles/venv.ts'
import { root } from './files.ts'

const actionlintVersion = '1.7.12'

/**
 * The Go build of actionlint in .tools/, made by `go install` on the first call.
 * @returns undefined, after a line that says why, if it cannot be had; under CI=true that throws
 */
export function actionlint(): string | undefined {
  const folder = join(root, '.tools', `actionlint-${actionlintVersion}`)
  const program = join(folder, 'actionlint')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  const { status, error, stderr } = spawnSync(
    'go',
    ['install', `github.com/rhysd/actionlint/cmd/actionlint@v${actionlintVersion}`],
    { env: { ...process.env, GOBIN: folder }, encoding: 'utf8' },
  )
  if (status === 0) return program
  const why = `no actionlint: ${error?.message ?? stderr.trim().slice(-500)}`
  if (process.env.CI === 'true') throw new Error(why)
  console.warn(`skipped: ${why}`)
  return undefined
}

/** zizmor in a virtual environment in .tools/, on the same terms as {@link actionlint}. */
export function zizmor(): string | undefined {
  const python = oraclePythonIfAny('../lint/requirements.txt')
  return python === undefined ? undefined : join(dirname(python), 'zizmor')
}

/** What a tool printed, and whether it was content. */
export function ran(
  program: string,
  args: readonly string[],
  cwd: string = root,
): { ok: boolean; said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  if (error) throw error
  return { ok: status === 0, said: `${stdout}${stderr}` }
}
