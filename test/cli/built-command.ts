import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, statSync } from 'node:fs'
import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/**
 * The folder of the built command. The first test file of a run that asks builds it, all others find it, until a source
 * changes. Nobody may write there.
 */
export async function builtCommand(): Promise<string> {
  const built = join(tmpdir(), `command-${digestOfSources()}`)
  if (await exists(built)) return built
  const folder = await mkdtemp(join(tmpdir(), 'building-'))
  execFileSync(process.execPath, ['scripts/build.mjs', folder], { cwd: root })
  await rename(folder, built).catch(async (error) => {
    // another worker was quicker
    await rm(folder, { recursive: true })
    if (!(await exists(built))) throw error
  })
  return built
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

function digestOfSources(): string {
  const digest = createHash('sha256')
  for (const path of globSync(['src/**/*.ts', 'scripts/*.mjs', 'engine/*', 'package.json'], {
    cwd: root,
  })) {
    const { mtimeMs, size } = statSync(join(root, path))
    digest.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return digest.digest('hex').slice(0, 12)
}
