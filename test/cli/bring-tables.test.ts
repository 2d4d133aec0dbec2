import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bringTables } from '../../src/cli/bring-tables.ts'
import { sha256 } from '../../src/record/digest.ts'

let room: string
let folders: { from: string; to: string }
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'bring-'))
  folders = { from: join(room, 'here', 'model'), to: join(room, 'there', 'model') }
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true })
})
afterEach(() => rm(room, { recursive: true, force: true }))

const text = 'age\n1\n'
const table = (path: string) => ({
  tables: [
    { name: 't', role: 'train' as const, path, identity: { kind: 'content' as const, value: sha256(text) } },
  ],
})

it('brings a table that the worktree has not got, and leaves one that it has', async () => {
  await mkdir(join(folders.from, 'data'))
  await writeFile(join(folders.from, 'data', 'a.csv'), text)
  await writeFile(join(folders.from, 'b.csv'), text)
  await writeFile(join(folders.to, 'b.csv'), 'of the commit')
  await bringTables(table('data/a.csv'), folders)
  await bringTables(table('b.csv'), folders)
  expect(await readFile(join(folders.to, 'data', 'a.csv'), 'utf8')).toBe(text)
  expect(await readFile(join(folders.to, 'b.csv'), 'utf8')).toBe('of the commit')
})

it('refuses what is not what the record names', async () => {
  await writeFile(join(folders.from, 'a.csv'), 'age\n2\n')
  await expect(bringTables(table('a.csv'), folders)).rejects.toMatchObject({ code: 'data-changed' })
})

it('writes nothing out of its folder, whatever a record names', async () => {
  await writeFile(join(room, 'here', 'out.csv'), text)
  await bringTables(table('../out.csv'), folders)
  await expect(access(join(room, 'there', 'out.csv'))).rejects.toThrow()
})

it('writes through no link of the commit', async () => {
  await mkdir(join(folders.from, 'data'))
  await writeFile(join(folders.from, 'data', 'a.csv'), text)
  await mkdir(join(room, 'outside'))
  await symlink(join(room, 'outside'), join(folders.to, 'data'))
  await bringTables(table('data/a.csv'), folders)
  await expect(access(join(room, 'outside', 'a.csv'))).rejects.toThrow()
})
