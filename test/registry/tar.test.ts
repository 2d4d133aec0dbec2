import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { describeFiles, filesOf } from '../../src/registry/archive/files.ts'
import { readParts, writeParts } from '../../src/registry/archive/parts.ts'
import { extractTar } from '../../src/registry/archive/tar-read.ts'
import { tarOf } from '../../src/registry/archive/tar-write.ts'
import { errorOf } from '../forge/github/forge-on-localhost.ts'

const folder = () => mkdtemp(join(tmpdir(), 'tar-'))

async function folderWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const made = await folder()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(made, path)), { recursive: true })
    await writeFile(join(made, path), content)
  }
  return made
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** An archive in chunks of a size that falls on no boundary. */
async function* inChunks(bytes: Buffer, size = 77): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const long = `${'deep/'.repeat(60)}weights.bin`
const files = {
  'model.joblib': Buffer.from(Array.from({ length: 70_001 }, (_, i) => i % 251)),
  'empty.txt': '',
  'exactly-a-block': 'x'.repeat(512),
  'größe/наука.json': '{}',
  [long]: 'w',
}

const packed = async () => {
  const from = await folderWith(files)
  return { from, bytes: await bytesOf(tarOf(from, await filesOf(from))) }
}

test('the tar command unpacks what is packed, names and bytes alike, and says nothing about it', async () => {
  const { from, bytes } = await packed()
  const into = await folder()
  const archive = join(await folder(), 'model.tar')
  await writeFile(archive, bytes)
  const output = execFileSync('tar', ['-xf', archive, '-C', into], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(output).toBe('')
  expect(await describeFiles(into)).toEqual(await describeFiles(from))
})

test('what the tar command packs is unpacked', async () => {
  const { from } = await packed()
  const bytes = execFileSync('tar', ['-cf', '-', '--format=posix', ...(await filesOf(from))], { cwd: from })
  const into = await folder()
  await extractTar(inChunks(bytes), into)
  expect(await describeFiles(into)).toEqual(await describeFiles(from))
})

test('the same files are the same bytes, whenever and wherever they were written', async () => {
  const [one, other] = [await packed(), await packed()]
  expect(one.bytes.equals(other.bytes)).toBe(true)
})

test('an archive comes in parts of at most the stated size, and is one stream again', async () => {
  const { from, bytes } = await packed()
  const parts = await folder()
  const names = await writeParts(inChunks(bytes), parts, 'model.tar', 20_000)
  expect(names).toEqual(
    Array.from({ length: Math.ceil(bytes.length / 20_000) }, (_, i) => `model.tar.part00${i + 1}`),
  )
  for (const name of names) expect((await stat(join(parts, name))).size).toBeLessThanOrEqual(20_000)
  const into = await folder()
  await extractTar(readParts(names.map((name) => join(parts, name))), into)
  expect(await describeFiles(into)).toEqual(await describeFiles(from))
  expect(await writeParts(inChunks(bytes), parts, 'small.tar')).toEqual(['small.tar'])
  expect((await readFile(join(parts, 'small.tar'))).equals(bytes)).toBe(true)
})

/** Archives that no tar command would write: made with Python's tarfile, which writes any name. */
function hostile(member: string): Buffer {
  const script = `
import io, sys, tarfile
out = io.BytesIO()
with tarfile.open(fileobj=out, mode='w', format=tarfile.PAX_FORMAT) as tar:
    def add(name, data=b'owned', **fields):
        info = tarfile.TarInfo(name); info.size = len(data)
        for key, value in fields.items(): setattr(info, key, value)
        tar.addfile(info, io.BytesIO(data))
    ${member}
sys.stdout.buffer.write(out.getvalue())`
  return execFileSync('python3', ['-c', script])
}

test.each([
  ['a way up', `add('../escaped')`, 'path-unsafe'],
  ['a way up in the middle', `add('model/../../escaped')`, 'path-unsafe'],
  ['an absolute path', `add('/tmp/escaped')`, 'path-unsafe'],
  ['a way up in a long name', `add('a/' * 80 + '../' * 90 + 'escaped')`, 'path-unsafe'],
  ['a drive', `add('C:/escaped')`, 'path-unsafe'],
  ['a backslash', `add('..\\\\\\\\escaped')`, 'path-unsafe'],
  ['a link', `add('link', b'', type=tarfile.SYMTYPE, linkname='/etc/passwd')`, 'archive-broken'],
  ['a hard link', `add('link', b'', type=tarfile.LNKTYPE, linkname='/etc/passwd')`, 'archive-broken'],
  ['a device', `add('null', b'', type=tarfile.CHRTYPE)`, 'archive-broken'],
  ['a file twice', `add('a'); add('a', b'other')`, 'archive-broken'],
])('an archive with %s is refused', async (_, member, code) => {
  const outside = await folder()
  const into = join(outside, 'in', 'here')
  expect((await errorOf(extractTar(inChunks(hostile(member)), into))).code).toBe(code)
  expect(await readdir(outside)).toEqual(['in'])
})

test('an archive that breaks off or was changed is refused', async () => {
  const { bytes } = await packed()
  for (const end of [100, 600, 40_000, bytes.length - 1024])
    expect((await errorOf(extractTar(inChunks(bytes.subarray(0, end)), await folder()))).code).toBe(
      'archive-broken',
    )
  const changed = Buffer.from(bytes)
  changed[130] = changed[130]! ^ 1
  expect((await errorOf(extractTar(inChunks(changed), await folder()))).code).toBe('archive-broken')
})

test('a link in a folder is no file that a registry keeps', async () => {
  const from = await folderWith({ 'a.txt': 'a' })
  await symlink('/etc/passwd', join(from, 'b.txt'))
  expect((await errorOf(filesOf(from))).code).toBe('not-a-file')
})
