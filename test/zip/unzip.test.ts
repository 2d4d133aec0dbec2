import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unzip } from '../../src/zip/unzip.ts'
import { packZip } from '../github/zip.ts'

let scratch: string
let count = 0
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'zip-'))
})
afterAll(() => rm(scratch, { recursive: true }))

const limits = { bytes: 1_000_000, entries: 10 }

async function unzipped(archive: Buffer, bounds = limits): Promise<string> {
  count += 1
  const file = join(scratch, `${count}.zip`)
  const into = join(scratch, `${count}`)
  await writeFile(file, archive)
  await unzip(file, into, bounds)
  return into
}

const entrySignature = Buffer.from('PK\x01\x02', 'latin1')

/** The archive with some bytes of its first directory entry changed. */
function withDirectory(archive: Buffer, change: (entry: Buffer) => void): Buffer {
  const copy = Buffer.from(archive)
  change(copy.subarray(copy.indexOf(entrySignature)))
  return copy
}

const refused = (why: RegExp) => ({ code: 'archive-refused', message: expect.stringMatching(why) })
const zeros = packZip({ 'zeros.bin': Buffer.alloc(500_000) })

test('files come out as they went in', async () => {
  const text = 'a\n'.repeat(100_000)
  const into = await unzipped(packZip({ 'a/b.txt': text, 'ü.txt': '', 'c.bin': Buffer.from([0, 1, 2]) }))
  expect(await readFile(join(into, 'a/b.txt'), 'utf8')).toBe(text)
  expect((await readdir(into)).sort()).toEqual(['a', 'c.bin', 'ü.txt'])
})

test.each(['/etc/passwd', './x/../../y', '..', 'a/../../b', 'a\\..\\b', 'C:/x', 'x\0y'])(
  'the path %j stays inside its folder or is refused',
  async (path) => {
    const into = await unzipped(packZip({ [path]: 'x' })).catch((error) => {
      expect(error).toMatchObject(refused(/leads out of its folder/))
    })
    if (into !== undefined) expect(await readdir(into, { recursive: true })).toContain('etc/passwd')
  },
)

test('an archive of more than it may hold is refused before anything is written', async () => {
  await expect(unzipped(zeros, { bytes: 499_999, entries: 1 })).rejects.toMatchObject(
    refused(/unpacks to 500000/),
  )
  const many = packZip(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}`, 'x'])))
  await expect(unzipped(many)).rejects.toMatchObject(refused(/11 entries/))
})

test('an entry that unpacks to more, or less, than it says is refused', async () => {
  const says = (bytes: number) => withDirectory(zeros, (entry) => entry.writeUInt32LE(bytes, 24))
  await expect(unzipped(says(1000))).rejects.toMatchObject(refused(/longer than/))
  await expect(unzipped(says(500_001))).rejects.toMatchObject(refused(/has 500000 bytes, but names 500001/))
})

test('links, encrypted entries and other names in the header are refused', async () => {
  const link = withDirectory(zeros, (entry) => entry.writeUInt32LE((0o120777 << 16) >>> 0, 38))
  await expect(unzipped(link)).rejects.toMatchObject(refused(/is a link/))
  const locked = withDirectory(zeros, (entry) => entry.writeUInt16LE(1, 8))
  await expect(unzipped(locked)).rejects.toMatchObject(refused(/is encrypted/))
  const renamed = withDirectory(zeros, (entry) => entry.write('other', 46))
  await expect(unzipped(renamed)).rejects.toMatchObject(refused(/by its own header/))
})

test.each([
  ['a file and what is to lie below it', { a: 'x', 'a/b': 'y' }],
  ['a file that is a folder, too', { 'a/b': 'x', a: 'y' }],
  ['a folder that is a file, too', { a: 'x', 'a/': '' }],
  ['one place under two names', { './a': 'x', a: 'y' }],
  ['a name that no disk has', { ['n'.repeat(300)]: 'x' }],
  ['a path that no disk has', { [`${'a/'.repeat(3000)}b`]: 'x' }],
])('names that cannot be made are refused: %s', async (_what, files) => {
  await expect(unzipped(packZip(files))).rejects.toMatchObject(refused(/cannot be made/))
})

test('what is cut off or no archive at all is refused', async () => {
  await expect(unzipped(zeros.subarray(0, -30))).rejects.toMatchObject(refused(/no zip archive/))
  await expect(unzipped(zeros.subarray(10))).rejects.toMatchObject({ code: 'archive-refused' })
  await expect(unzipped(Buffer.from('<html>'))).rejects.toMatchObject(refused(/no zip archive/))
})
