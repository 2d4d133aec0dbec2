import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dvcMd5 } from '../../src/data-versions/dvc-md5.ts'
import { treeDigest, treeOf } from '../../src/data-versions/dvc-tree.ts'
import { type DvcRepository, dvcPython, dvcRepository, sourcesIn } from './dvc-repository.ts'

/** The digests that DVC wrote into a file. */
const md5s = (text: string) =>
  Array.from(text.matchAll(/^ *-? *md5: ['"]?([0-9a-f]{32}(\.dir)?)/gm), ([, md5]) => md5)

const names = [
  'plain.csv',
  'é.csv',
  'e\u0301.csv',
  '𝒳.csv',
  '\uffee.csv',
  'a b.csv',
  'a"b\\c.csv',
  'a\tb\n.csv',
  '\u007f.csv',
  'B.csv',
  'a-1.csv',
  'a/z.csv',
  'a/b/c.csv',
  'a.csv',
]

describe.skipIf(!dvcPython)('beside DVC itself', () => {
  let repository: DvcRepository
  beforeAll(async () => {
    repository = await dvcRepository()
  })
  afterAll(() => rm(repository.folder, { recursive: true, force: true }))

  const put = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(repository.folder, path)), { recursive: true })
    await writeFile(join(repository.folder, path), content)
  }
  const read = (path: string) => execFileSync('cat', [path], { cwd: repository.folder, encoding: 'utf8' })

  it('a file has the md5 that `dvc add` records', async () => {
    await put('one/train.csv', 'a,b\r\n1,2\r\n')
    repository.dvc('add', '-q', 'one/train.csv')
    const [recorded] = md5s(read('one/train.csv.dvc'))
    expect(await sourcesIn(repository.folder, 'one/train.csv')).toEqual([
      { kind: 'dvc', dvc_file: 'one/train.csv.dvc', out: 'train.csv', md5: recorded },
    ])
  })

  it('a folder has the .dir that `dvc add` records, whatever its files are called', async () => {
    for (const name of names) await put(`two/data/${name}`, name)
    await put('elsewhere.csv', 'linked')
    await mkdir(join(repository.folder, 'two/other'), { recursive: true })
    await put('two/other/x.csv', 'in a linked folder')
    await symlink('../../elsewhere.csv', join(repository.folder, 'two/data/linked.csv'))
    await symlink('../other', join(repository.folder, 'two/data/folder'))
    repository.dvc('add', '-q', 'two/data')
    const [recorded] = md5s(read('two/data.dvc'))
    const tree = await treeOf(join(repository.folder, 'two/data'), 'md5')
    expect(tree.size).toBe(names.length + 1)
    expect(treeDigest(tree)).toBe(recorded)
    const paths = ['two/data/a/z.csv', 'two/data/é.csv']
    const there = { kind: 'dvc', dvc_file: 'two/data.dvc', out: 'data', md5: recorded }
    const expected = [
      { ...there, file_md5: tree.get('a/z.csv') },
      { ...there, file_md5: tree.get('é.csv') },
    ]
    expect(await sourcesIn(repository.folder, ...paths)).toEqual(expected)
    await rm(join(repository.folder, '.dvc/cache'), { recursive: true })
    expect(await sourcesIn(repository.folder, ...paths)).toEqual(expected)
  })

  it('what a pipeline made has the md5s of dvc.lock, in the folders that dvc.yaml names', async () => {
    await put('three/raw.csv', 'a\n1\n')
    await put(
      'three/dvc.yaml',
      `stages:
  split:
    cmd: mkdir -p parts && cp raw.csv parts/p.csv && cp raw.csv whole.csv
    deps: [raw.csv]
    outs: [parts, whole.csv]
  each:
    foreach: [x, y]
    do:
      wdir: below
      cmd: cp ../raw.csv f-\${item}.csv
      outs: ["f-\${item}.csv"]
`,
    )
    await mkdir(join(repository.folder, 'three/below'))
    repository.dvc('repro', '-q', '-P')
    const lock = read('three/dvc.lock')
    const paths = ['three/parts/p.csv', 'three/whole.csv', 'three/below/f-y.csv']
    const [parts, whole, below] = await sourcesIn(repository.folder, ...paths)
    const there = { kind: 'dvc', dvc_file: 'three/dvc.lock' }
    expect(parts).toMatchObject({
      ...there,
      out: 'parts',
      stage: 'split',
      md5: expect.stringMatching(/\.dir$/),
    })
    expect(whole).toMatchObject({ ...there, out: 'whole.csv', stage: 'split' })
    expect(below).toMatchObject({ ...there, out: 'f-y.csv', stage: 'each@y' })
    for (const source of [parts, whole, below])
      expect(md5s(lock)).toContain(source?.kind === 'dvc' ? source.md5 : undefined)
  })

  it('text is hashed as DVC 2 hashed it, piece by piece', async () => {
    const mebi = 2 ** 20
    const contents: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      text: Buffer.from('a,b\r\n1,2\r\n3\r4\n'),
      nul: Buffer.from('a\0b\r\n'),
      strange: Buffer.from(`${'é'.repeat(20)}\r\n`),
      'hardly strange': Buffer.from(`${'é'.repeat(20)}${'a'.repeat(200)}\r\n`),
      'split between pieces': Buffer.from(`${'a'.repeat(mebi - 1)}\r\nb\r\n`),
      'binary in its second piece': Buffer.concat([Buffer.alloc(mebi, 'a\r\n'), Buffer.from([0, 13, 10])]),
      'text in its second piece': Buffer.concat([Buffer.alloc(mebi), Buffer.from('a\r\n')]),
      'just not too strange': Buffer.concat([
        Buffer.alloc(30, 0xff),
        Buffer.alloc(68, 'a'),
        Buffer.from('\r\n'),
      ]),
      'just too strange': Buffer.concat([Buffer.alloc(31, 0xff), Buffer.alloc(67, 'a'), Buffer.from('\r\n')]),
      'of vertical tabs': Buffer.concat([Buffer.alloc(31, 11), Buffer.alloc(67, '\b'), Buffer.from('\r\n')]),
      'of deletes': Buffer.concat([Buffer.alloc(31, 127), Buffer.alloc(67, '\f'), Buffer.from('\r\n')]),
      'late strangeness': Buffer.concat([Buffer.alloc(512, 'a'), Buffer.alloc(600), Buffer.from('\r\n')]),
    }
    for (const [name, content] of Object.entries(contents)) await put(`four/${name}`, content)
    const script = `import json, sys
from dvc_data.hashfile.hash import file_md5
print(json.dumps({n: [file_md5("four/" + n, name=k) for k in ("md5", "md5-dos2unix")] for n in json.loads(sys.argv[1])}))`
    const answer = JSON.parse(
      execFileSync(dvcPython!, ['-c', script, JSON.stringify(Object.keys(contents))], {
        cwd: repository.folder,
        encoding: 'utf8',
      }),
    )
    const own: Record<string, string[]> = {}
    for (const name of Object.keys(contents)) {
      const file = join(repository.folder, 'four', name)
      own[name] = [await dvcMd5(file, 'md5'), await dvcMd5(file, 'md5-dos2unix')]
    }
    expect(own).toEqual(answer)
    expect(own.text![0]).not.toBe(own.text![1])
  })

  it('a file of DVC 2 is held to the md5 of its time', async () => {
    await put('five/old.csv', 'a,b\r\n1,2\r\n')
    const md5 = await dvcMd5(join(repository.folder, 'five/old.csv'), 'md5-dos2unix')
    await put('five/old.csv.dvc', `outs:\n- md5: ${md5}\n  size: 10\n  path: old.csv\n`)
    await put('five/.gitignore', '/old.csv\n')
    await put(`.dvc/cache/${md5.slice(0, 2)}/${md5.slice(2)}`, 'a,b\r\n1,2\r\n')
    expect(repository.dvc('status', 'five/old.csv.dvc')).toContain('up to date')
    expect(await sourcesIn(repository.folder, 'five/old.csv')).toMatchObject([{ kind: 'dvc', md5 }])
  })

  it('the cache’s listing is believed only where it is the recorded one', async () => {
    await put('six/data/a.csv', 'a\n')
    await put('six/data/b.csv', 'b\n')
    repository.dvc('add', '-q', 'six/data')
    const [recorded] = md5s(read('six/data.dvc'))
    const cached = join(repository.folder, '.dvc/cache/files/md5', recorded!.slice(0, 2), recorded!.slice(2))
    await rm(cached)
    await writeFile(cached, '[{"md5": "0", "relpath": "a.csv"}]')
    expect(await sourcesIn(repository.folder, 'six/data/a.csv')).toMatchObject([{ md5: recorded }])
    await appendFile(join(repository.folder, 'six/data/b.csv'), 'more\n')
    await expect(sourcesIn(repository.folder, 'six/data/a.csv')).rejects.toThrow(
      /^the folder data has the md5 [0-9a-f]{32}\.dir, and six\/data\.dvc says /,
    )
  })
})
