import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { oraclePython } from '../test/oracles/venv.ts'
import type { Command } from './measure.ts'

/**
 * `dvc metrics diff` between two commits of a repository that is made for it.
 * @param folder that gets the repository
 * @param versions metrics of one commit after the other
 */
export function dvcMetricsDiff(
  folder: string,
  versions: readonly Readonly<Record<string, number>>[],
): Command {
  const dvc = join(dirname(oraclePython('dvc-requirements.txt')), 'dvc')
  const cwd = join(folder, 'dvc')
  mkdirSync(cwd)
  const env = { DVC_NO_ANALYTICS: '1', XDG_CONFIG_HOME: join(folder, 'dvc-config') }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=b', '-c', 'user.email=b@example.org', ...args], {
      cwd,
      stdio: 'ignore',
    })
  git('init', '-q')
  execFileSync(dvc, ['init', '-q'], { cwd, stdio: 'ignore', env: { ...process.env, ...env } })
  writeFileSync(join(cwd, 'dvc.yaml'), 'metrics:\n  - metrics.json\n')
  for (const [i, metrics] of versions.entries()) {
    writeFileSync(join(cwd, 'metrics.json'), JSON.stringify(metrics))
    git('add', '-A')
    git('commit', '-qm', `metrics ${i}`)
  }
  return {
    name: 'dvc metrics diff HEAD~1 HEAD',
    file: dvc,
    args: ['metrics', 'diff', 'HEAD~1', 'HEAD'],
    cwd,
    env,
  }
}
