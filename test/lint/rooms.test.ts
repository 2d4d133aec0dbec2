import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const stages = ['data-validate', 'train', 'evaluate-gate', 'register-model', 'deploy-model', 'drift-check']
/** Where stages are made into commands and steps, and where one is done over. */
const above = ['launch', 'cli', 'post-feedback']

const roomOf = (file: string) => file.split('/')[1]!

/** Which rooms a file takes something from, types and what it loads late included. */
const roomsUsed = (file: string, source: string) =>
  [...source.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)].map(([, path]) =>
    roomOf(posix.normalize(posix.join(posix.dirname(file), path!))),
  )

const strayed = (file: string, source: string) =>
  above.includes(roomOf(file))
    ? []
    : roomsUsed(file, source)
        .filter((room) => room !== roomOf(file) && [...stages, ...above].includes(room))
        .map((room) => `${file}: ${room}`)

it('no stage takes anything from another, and no shared room from a stage', () => {
  expect(strayed('src/train/seeds/a.ts', "const { b } = await import('../../evaluate-gate/b.ts')")).toEqual([
    'src/train/seeds/a.ts: evaluate-gate',
  ])
  expect(strayed('src/report/a.ts', "import type { B } from '../train/b.ts'")).toHaveLength(1)
  expect(strayed('src/train/a.ts', "import { b } from './seeds/b.ts'")).toEqual([])
  const files = globSync('src/*/**/*.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(500)
  expect(files.flatMap((file) => strayed(file, readFileSync(`${root}${file}`, 'utf8')))).toEqual([])
})
