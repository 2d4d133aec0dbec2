import { execFileSync, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engineCache } from '../tables/engine-for-tests.ts'
import { builtCommand } from './built-command.ts'

const root = join(import.meta.dirname, '..', '..')

let home: string
let files: string[]
beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'installed-')))
  await cp(await builtCommand(), join(home, 'dist'), { recursive: true })
  const listed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  })
  files = (JSON.parse(listed.stdout) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path)
  for (const path of files.filter((file) => file.startsWith('examples/')))
    await cp(join(root, path), join(home, path))
  for (const folder of ['temp', 'cache']) await mkdir(join(home, folder))
  await mkdir(engineCache, { recursive: true })
  await symlink(engineCache, join(home, 'cache', 'modelassay'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

test('the demo of the package that npm makes goes to its end, and commits nothing that the pipeline writes', async () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'dist', 'cli.js'), 'demo'], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: join(home, 'temp'),
      XDG_CACHE_HOME: join(home, 'cache'),
      GIT_CONFIG_NOSYSTEM: '1',
    },
  })
  expect(`${stdout}${stderr}`).toContain('Done.')
  expect(status).toBe(0)
  const [name] = (await readdir(join(home, 'temp'))).filter((entry) => entry.startsWith('modelassay-demo-'))
  const folder = join(home, 'temp', name!)
  const committed = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' })
  expect(committed).toContain('.gitignore')
  expect(committed).not.toMatch(/^(model\/|metrics\.json|predictions\.csv|\.serve\/)/m)
  expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe(
    await readFile(join(root, 'examples', 'penguins', '.gitignore'), 'utf8'),
  )
})
