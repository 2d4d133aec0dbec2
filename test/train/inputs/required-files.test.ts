import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockedPackages } from '../../../src/train/environment/locked-packages.ts'
import { lockfiles } from '../../../src/train/inputs/lockfiles.ts'
import { unpinned } from '../../../src/train/inputs/unpinned.ts'

let top: string
beforeEach(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'required-')))
})
afterEach(() => rm(top, { recursive: true, force: true }))

/** Of a model in `repo/model`, the files that decide what is installed, and why they do not say it all. */
async function required(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, 'repo', path)), { recursive: true })
    await writeFile(join(top, 'repo', path), text)
  }
  const place = { root: join(top, 'repo', 'model'), workspace: join(top, 'repo') }
  const { digests, doubts } = await lockfiles(place, [])
  return { files: Object.keys(digests).sort(), doubts, digests }
}

it('requirements that name others by -r and -c are followed, in a loop too', async () => {
  const { files, doubts } = await required({
    'model/requirements.txt':
      '# see \\\n-r reqs/base.in # all\n--constraint=../pins/versions.txt\nnumpy==2.1.0 --hash=-r\n-e . -r\n',
    'model/reqs/base.in': '-r \\\n  "deep one.txt"\n-cmore\n-r ../requirements.txt\n',
    'model/reqs/deep one.txt': 'scipy==1.17.1\n',
    'model/reqs/more': '',
    'pins/versions.txt': '--requirement versions.txt\n--require-hashes\n',
  })
  expect(files).toEqual([
    '../pins/versions.txt',
    'reqs/base.in',
    'reqs/deep one.txt',
    'reqs/more',
    'requirements.txt',
  ])
  expect(doubts).toEqual([])
})

it('requirements are read as pip reads them: any beginning of an option, any end of a line, UTF-16', async () => {
  const { files } = await required({
    'model/requirements.txt':
      '-r wide.txt\n--requirem=a.txt\r--cons b.txt\fnumpy\v-r c.txt\n-r d.txt\\\n# and so on\n',
  })
  await writeFile(join(top, 'repo/model/wide.txt'), '\ufeff-r e.txt\r\n', 'utf16le')
  const again = await required({})
  expect(files).toEqual(['a.txt', 'b.txt', 'c.txt', 'd.txt', 'requirements.txt', 'wide.txt'])
  expect(again.files).toEqual(['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt', 'requirements.txt', 'wide.txt'])
})

it('names of files are taken out of quotes and escapes as pip does', async () => {
  const { files, doubts } = await required({
    'model/requirements.txt': [
      '-r a\\ b.txt\\\\\\',
      '\\\\',
      '',
      '-r "c d.txt"',
      "--requirement='e f.txt'",
      '--pre "-r" g.txt',
      '-"r"h" i".txt',
      "-\\c 'j\\k.txt'",
      '-c "l\\m \\"n\\".txt"',
      '--hash -r -r o.txt',
      'numpy==2.1.0 "-r" p.txt',
      '-r=q.txt',
    ].join('\n'),
  })
  expect(files.filter((file) => file !== 'requirements.txt' && file !== '-r')).toEqual([
    '=q.txt',
    'a b.txt',
    'c d.txt',
    'e f.txt',
    'g.txt',
    'h i.txt',
    'j\\k.txt',
    'l\\m "n".txt',
    'o.txt',
    'q.txt',
  ])
  expect(doubts).toEqual([])
})

it.each([
  ['requirements.txt', '-r "a b.txt\n', 'has a line of options in which a quote or an escape does not end'],
  ['requirements.txt', "-r 'a #b.txt'\n", 'has a line of options in which a quote or an escape does not end'],
  ['environment.yml', 'dependencies: [', 'cannot be read as YAML, so which files it names is not known'],
  [
    'conda.yml',
    `a: &a x\ndependencies: [${'*a,'.repeat(101)} {pip: [-r b.txt]}]`,
    'cannot be read as YAML, so which files it names is not known',
  ],
])('%s of which it cannot be told what it names is not known', async (name, text, why) => {
  const { doubts } = await required({ [`model/${name}`]: text })
  expect(doubts).toEqual([`${name} ${why}`])
})

it('those of the pip part of a conda environment are, too', async () => {
  const { files } = await required({
    'model/environment.yml': 'dependencies:\n- python=3.12\n- pip:\n  - -r extra.txt\n  - {a: 1}\n',
    'environment.yml': 'dependencies: [',
    'model/conda.yml': 'common: &c {dependencies: [-r merged.txt]}\n<<: *c\n',
  })
  expect(files).toEqual(['../environment.yml', 'conda.yml', 'environment.yml', 'extra.txt', 'merged.txt'])
})

it('a file that is not there counts as absent, and changes what decides when it comes', async () => {
  const first = await required({ 'model/requirements.txt': '-r later.txt\n' })
  const second = await required({ 'model/later.txt': 'numpy==2.1.0\n' })
  expect(first.files).toEqual(second.files)
  expect(first.digests['later.txt']).not.toBe(second.digests['later.txt'])
})

it('what lies outside of the repository, or what a variable names, is not known and not read', async () => {
  await writeFile(join(top, 'secret.txt'), 'numpy==2.1.0\n')
  await mkdir(join(top, 'repo', 'model'), { recursive: true })
  await symlink('../../secret.txt', join(top, 'repo', 'model', 'link.txt'))
  const { files, doubts } = await required({
    'model/requirements.txt':
      '-r ../../secret.txt\n-r link.txt\n-r file:///etc/hosts\n-r ${WHERE}/x.txt\n-c https://example.org/pins.txt\n',
  })
  const outside = 'which lies outside of the repository'
  expect(doubts).toEqual([
    `requirements.txt takes ../../secret.txt, ${outside}`,
    `requirements.txt takes link.txt, ${outside}`,
    `requirements.txt takes file:///etc/hosts, ${outside}`,
    'requirements.txt takes ${WHERE}/x.txt, which a variable names',
  ])
  expect(files).toEqual(['requirements.txt'])
})

it('one that is too large to be one is not known', async () => {
  const { doubts } = await required({ 'model/requirements.txt': '#'.repeat(2 ** 20 + 1) })
  expect(doubts).toEqual(['requirements.txt is too large to look for files that it names'])
})

it('what an address gives is not pinned, and neither are the lines of a file of any other name', async () => {
  const { files } = await required({
    'model/requirements.txt': '-r base.in\n-c https://me:password@example.org/pins.txt\n',
    'model/base.in': 'numpy==2.1.0\npandas\n',
  })
  expect(await unpinned(join(top, 'repo', 'model'), files)).toEqual([
    { file: 'base.in', line: 2, text: 'pandas', count: 1 },
    { file: 'requirements.txt', line: 2, text: '-c https://example.org/pins.txt', count: 1 },
  ])
  expect(await lockedPackages(join(top, 'repo', 'model'), files)).toEqual({
    'base.in': { numpy: '2.1.0', pandas: '' },
  })
})
