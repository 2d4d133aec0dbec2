import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RecordOf } from '../../src/record/record.ts'
import { expectClearEnd } from '../bad-input/clear.ts'
import { copyOfWorkplace, withCommand, workplace } from '../cli/command.ts'
import { type StagesHere, stagesHere } from '../cli/stages-here.ts'
import { dvcEnvironment, dvcPython } from './dvc-repository.ts'

withCommand()
let place: StagesHere
beforeEach(async () => {
  place = stagesHere(await workplace(files))
})
afterEach(() => place.remove())

const table = 'a,b\n1,2\n3,4\n'
const files = {
  'modelassay.yml': 'name: m\ndata: { tables: { train: data/train.csv } }\n',
  'data/train.csv': table,
  '.gitignore': '.modelassay/\n.config/\n.cache/\n',
}
const oid = (text: string) => createHash('sha256').update(text).digest('hex')
const pointerTo = (text: string) =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${oid(text)}\nsize ${text.length}\n`

async function put(path: string, content: string) {
  await mkdir(dirname(join(place.folder, path)), { recursive: true })
  await writeFile(join(place.folder, path), content)
}

/** What the record says of the only table. */
async function tableOf(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { ran, record } = await place.json(['data-validate', ...args], { env })
  expect(ran.code, ran.said).toBe(0)
  return (record as RecordOf<'data-validate'>).tables![0]!
}

describe('a table in git', () => {
  it('is recorded by its blob, beside the digest of its content', async () => {
    expect(await tableOf()).toMatchObject({
      identity: { kind: 'content', value: `sha256:${oid(table)}` },
      source: { kind: 'git', path: 'data/train.csv', blob: place.git('rev-parse', 'HEAD:data/train.csv') },
    })
  })

  it('that was changed since is said to be', async () => {
    const blob = place.git('rev-parse', 'HEAD:data/train.csv')
    await put('data/train.csv', `${table}5,6\n`)
    expect((await tableOf()).source).toEqual({ kind: 'git', path: 'data/train.csv', blob, modified: true })
    await put('data/train.csv', table.replace('4', '5'))
    expect((await tableOf()).source).toMatchObject({ blob, modified: true })
  })

  it('that git checked out with CRLF is the committed one but for these', async () => {
    const blob = place.git('rev-parse', 'HEAD:data/train.csv')
    place.git('config', 'core.autocrlf', 'true')
    await rm(join(place.folder, 'data/train.csv'))
    place.git('checkout', '--', 'data/train.csv')
    const { source, identity } = await tableOf()
    expect(source).toEqual({ kind: 'git', path: 'data/train.csv', blob, line_endings: 'crlf' })
    expect(identity.value).toBe(`sha256:${oid(table.replaceAll('\n', '\r\n'))}`)
  })

  it('is found whatever it is called, and where the workspace is a folder of the repository', async () => {
    const name = 'é:(top)*"\n.csv'
    await place.commit({
      [`sub/${name}`]: table,
      'sub/modelassay.yml': `name: m\ndata: { tables: { train: ${JSON.stringify(name)} } }\n`,
    })
    expect((await tableOf(['--config', 'sub/modelassay.yml'])).source).toMatchObject({
      kind: 'git',
      path: `sub/${name}`,
      blob: place.git('rev-parse', 'HEAD:data/train.csv'),
    })
  })

  it('of a submodule is recorded with the commit of that', async () => {
    const other = stagesHere(await workplace({ 'more.csv': table }))
    place.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.folder, 'lib/data')
    expect((await tableOf(['--data', 'lib/data/more.csv'])).source).toEqual({
      kind: 'git',
      path: 'more.csv',
      blob: other.git('rev-parse', 'HEAD:more.csv'),
      repository: 'lib/data',
      commit: other.git('rev-parse', 'HEAD'),
    })
    await other.remove()
  })

  it('and no folder that only looks like a repository is taken for one', async () => {
    execFileSync('git', ['init', '--quiet', '--bare', 'data/fake'], { cwd: place.folder })
    await put('data/fake/more.csv', table)
    await place.commit({})
    expect((await tableOf(['--data', 'data/fake/more.csv'])).source).toMatchObject({
      path: 'data/fake/more.csv',
    })
  })
})

it('a table that no commit has is untracked', async () => {
  await put('data/new.csv', table)
  const untracked = { kind: 'untracked', path: 'data/new.csv' }
  expect((await tableOf(['--data', 'data/new.csv'])).source).toEqual(untracked)
  place.git('add', 'data/new.csv')
  expect((await tableOf(['--data', 'data/new.csv'])).source).toEqual(untracked)
})

it('outside of a repository a table has its content’s digest and no source', async () => {
  await rm(join(place.folder, '.git'), { recursive: true })
  const { identity, source } = await tableOf()
  expect({ identity, source }).toEqual({
    identity: { kind: 'content', value: `sha256:${oid(table)}` },
    source: undefined,
  })
})

it('what two runs found is the same whatever commit they looked at', async () => {
  const findingOf = async () => JSON.stringify(await tableOf())
  const first = await findingOf()
  await place.commit({ 'other.txt': 'x' })
  expect(await findingOf()).toBe(first)
})

describe('a table in Git LFS', () => {
  it.each(['csv', 'tsv', 'parquet'])('that was not pulled says what pulls it (%s)', async (format) => {
    const content = 'x'.repeat(1_234_567)
    await put(`data/big.${format}`, pointerTo(content))
    await expectClearEnd(place, ['data-validate', '--data', `data/big.${format}`], {
      code: 2,
      cause: `data/big.${format} is a Git LFS pointer: its content (1.2 MB, sha256:${oid(content).slice(0, 12)}…) has not been fetched.`,
      remedy: 'Run `git lfs pull`; in a workflow, give actions/checkout `lfs: true`.',
    })
  })

  it('says so to whoever else reads it', async () => {
    await put('live.csv', pointerTo('x').replaceAll('\n', '\r\n'))
    await expectClearEnd(place, ['drift-check', '--current', 'live.csv', '--reference', 'data/train.csv'], {
      code: 2,
      cause: 'live.csv is a Git LFS pointer',
      remedy: 'git lfs pull',
    })
  })

  it('is recorded by the oid of its pointer, which its content has', async () => {
    await place.commit({ 'data/train.csv': pointerTo(table) })
    await put('data/train.csv', table)
    expect(await tableOf()).toMatchObject({
      identity: { kind: 'content', value: `sha256:${oid(table)}` },
      source: { kind: 'lfs', path: 'data/train.csv', oid: `sha256:${oid(table)}`, size: table.length },
    })
  })

  it('that is not what its pointer says is an error, until it is added', async () => {
    const other = `${table}5,6\n`
    await place.commit({ 'data/train.csv': pointerTo(table) })
    await put('data/train.csv', other)
    await expectClearEnd(place, ['data-validate'], {
      code: 2,
      cause: `data/train.csv has 16 bytes and sha256:${oid(other)}, and its Git LFS pointer says 12 bytes and sha256:${oid(table)}.`,
      remedy:
        'Run `git lfs pull` for the content that it names, or `git add data/train.csv` to track this one.',
    })
    await put('data/train.csv', pointerTo(other))
    place.git('add', 'data/train.csv')
    await put('data/train.csv', other)
    expect((await tableOf()).source).toEqual({
      kind: 'lfs',
      path: 'data/train.csv',
      oid: `sha256:${oid(other)}`,
      size: other.length,
      modified: true,
    })
  })
})

describe('a table that DVC tracks', () => {
  const md5 = createHash('md5').update(table).digest('hex')
  const dvcFile = `outs:\n- md5: ${md5}\n  size: 12\n  hash: md5\n  path: train.csv\n`
  beforeEach(async () => {
    place.git('rm', '--quiet', '--cached', 'data/train.csv')
    await rm(join(place.folder, 'data/train.csv'))
    await place.commit({
      'data/train.csv.dvc': dvcFile,
      'data/.gitignore': '/train.csv\n',
      '.dvc/config': '',
    })
  })

  it('is recorded by the file that tracks it', async () => {
    await put('data/train.csv', table)
    expect((await tableOf()).source).toEqual({
      kind: 'dvc',
      dvc_file: 'data/train.csv.dvc',
      out: 'train.csv',
      md5,
    })
  })

  it('that is not there says what pulls it', async () => {
    const record = await expectClearEnd(place, ['data-validate'], {
      code: 2,
      cause:
        'There is no file data/train.csv: DVC tracks it (data/train.csv.dvc), and its content has not been fetched.',
      remedy: 'Run `dvc pull data/train.csv.dvc`, or set data.pull to dvc in modelassay.yml.',
    })
    expect(record.error).toMatchObject({ code: 'dvc-not-pulled', file: 'data/train.csv.dvc', line: 2 })
  })

  it('that is other content than recorded names both digests, at the line that has the one', async () => {
    await put('data/train.csv', `${table}5,6\n`)
    const now = createHash('md5').update(`${table}5,6\n`).digest('hex')
    const record = await expectClearEnd(place, ['data-validate'], {
      code: 2,
      cause: `data/train.csv has the md5 ${now}, and data/train.csv.dvc says ${md5}.`,
      remedy:
        'Run `dvc checkout data/train.csv.dvc` for the content that it names, or `dvc add train.csv` to track this one.',
    })
    expect(record.error).toMatchObject({ code: 'dvc-mismatch', file: 'data/train.csv.dvc', line: 2 })
  })

  it.each([
    ['no YAML', 'outs: [', /Flow sequence|flow/i],
    ['of another shape', 'outs: { a: 1 }\n', /outs is not as DVC writes it/],
    ['an outs entry without a path', 'outs:\n- md5: 1\n', /path/],
    ['a bomb', `a: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}outs: []\n`, /alias|resource/i],
    ['endless', `#${'x'.repeat(5_000_000)}`, /5000001 bytes/],
  ])('by a file that is %s, says so', async (_what, text, cause) => {
    await put('data/train.csv', table)
    await put('data/train.csv.dvc', text)
    const record = await expectClearEnd(place, ['data-validate'], {
      code: 2,
      cause,
      remedy: 'Mend the file, or write it again with DVC.',
    })
    expect(record.reason).toContain('data/train.csv.dvc cannot be read, so what DVC tracks is not known: ')
  })

  it('by a file of a name that no shell should see shows no such command', async () => {
    const name = "$(touch x)`';.csv"
    await put(`data/${name}.dvc`, dvcFile.replace('train.csv', JSON.stringify(name)))
    const record = await expectClearEnd(place, ['data-validate', '--data', `data/${name}`], {
      code: 2,
      cause: 'DVC tracks it',
      remedy: 'Run `dvc pull`, or set',
    })
    expect(record.error?.hint).not.toContain('touch')
  })
})

function bomb(): string {
  const names = 'abcdefghij'
  return Array.from(
    { length: 9 },
    (_, i) => `${names[i + 1]}: &${names[i + 1]} [${Array(9).fill(`*${names[i]}`).join(',')}]\n`,
  ).join('')
}

describe.skipIf(!dvcPython)('data.pull: dvc', () => {
  const env = () => dvcEnvironment(place.folder)
  const names = ['data/train.csv', "data/$(touch x) `';.csv", 'data/-f.csv']

  let template: StagesHere
  beforeAll(async () => {
    template = stagesHere(await workplace(files))
    const dvc = (...args: string[]) =>
      execFileSync(join(dirname(dvcPython!), 'dvc'), args, {
        cwd: template.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: dvcEnvironment(template.folder),
      })
    template.git('rm', '--quiet', '--cached', 'data/train.csv')
    await template.write(Object.fromEntries(names.map((name) => [name, table])))
    for (const name of ['whole/one.csv', 'whole/two.csv', 'parts/1.csv', 'parts/2.csv', 'parts/3.tsv'])
      await template.write({ [name]: `${table}${name.length},${name.charCodeAt(6)}\n` })
    dvc('init', '-q')
    dvc('remote', 'add', '-q', '-d', 'store', 'store')
    dvc('add', '-q', '--', ...names, 'whole', 'parts/1.csv', 'parts/2.csv', 'parts/3.tsv')
    dvc('push', '-q')
    const tables = { train: names[0], a: names[1], b: names[2], c: 'whole/one.csv' }
    await template.commit({ 'modelassay.yml': JSON.stringify({ name: 'm', data: { pull: 'dvc', tables } }) })
    for (const name of [...names, 'whole', 'parts/1.csv', 'parts/2.csv', 'parts/3.tsv', '.dvc/cache'])
      await rm(join(template.folder, name), { recursive: true })
  })
  afterAll(() => template.remove())
  beforeEach(async () => {
    await place.remove()
    place = stagesHere(await copyOfWorkplace(template))
  })

  it('pulls the tables that DVC tracks, whatever they are called, and no others', async () => {
    await put('more.csv', table)
    const { ran, record } = await place.json(['data-validate'], { env: env() })
    expect(ran.code, ran.said).toBe(0)
    const { tables } = record as RecordOf<'data-validate'>
    expect(tables?.map(({ name, source }) => [name, source?.kind])).toEqual([
      ['train', 'dvc'],
      ['a', 'dvc'],
      ['b', 'dvc'],
      ['c', 'dvc'],
    ])
    expect(ran.stderr).toContain('Pull the data with DVC')
    expect((await readdir(join(place.folder, 'parts'))).filter((name) => !name.endsWith('.dvc'))).toEqual([
      '.gitignore',
    ])
    expect(
      (await place.json(['data-validate', '--data', 'more.csv'], { env: env() })).ran.stderr,
    ).not.toContain('Pull the data')
  })

  it('pulls what patterns are about', async () => {
    const tables = { train: 'parts/*.csv', folder: 'whole/*.csv' }
    await place.commit({ 'modelassay.yml': JSON.stringify({ name: 'm', data: { pull: 'dvc', tables } }) })
    const { ran, record } = await place.json(['data-validate'], { env: env() })
    expect(ran.code, ran.said).toBe(0)
    const sourcesOf = (names: readonly string[], source: object) =>
      names.map((name) => ({ path: name, source: { kind: 'dvc', ...source } }))
    expect((record as RecordOf<'data-validate'>).tables).toMatchObject([
      { files: sourcesOf(['parts/1.csv', 'parts/2.csv'], {}) },
      { files: sourcesOf(['whole/one.csv', 'whole/two.csv'], { dvc_file: 'whole.dvc', out: 'whole' }) },
    ])
    expect(ran.stderr).toMatch(/table folder +6 rows, csv, 2 files: DVC 2/)
    expect(await readdir(join(place.folder, 'whole'))).toEqual(['one.csv', 'two.csv'])
    expect(existsSync(join(place.folder, 'data/train.csv'))).toBe(false)
  })

  it('that fails is the world’s fault, in the words of DVC', async () => {
    await rm(join(place.folder, 'store'), { recursive: true })
    const { ran, record } = await place.json(['data-validate'], { env: env() })
    expect(ran.code).toBe(3)
    expect(record.error).toMatchObject({
      code: 'dvc-pull-failed',
      hint: expect.stringContaining('credentials'),
    })
    expect(record.reason).toMatch(
      /^`dvc pull` ended with exit code \d+; it last said: ERROR: .*Checkout failed.*data\/train\.csv/,
    )
  })

  it('without DVC says what to install', async () => {
    const { ran, record } = await place.json(['data-validate'])
    expect(ran.code).toBe(3)
    expect(record.error).toMatchObject({ code: 'dvc-missing', hint: expect.stringContaining('pip install') })
  })

  it('changes nothing of data that someone has changed', async () => {
    await put('data/train.csv', `${table}5,6\n`)
    const { ran } = await place.json(['data-validate'], { env: env() })
    expect(ran.code).not.toBe(0)
    expect(await place.read('data/train.csv')).toBe(`${table}5,6\n`)
  })
})
