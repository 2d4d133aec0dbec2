import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatherReport } from '../../../src/evaluate-gate/report/gather-report.ts'
import type { ReadRecord } from '../../../src/record/bundle.ts'
import { curvesFile } from '../../../src/record/curves.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { gateRecord } from '../../report/gate-records.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-gather-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

let folders = 0
/** A record with these files beside it, each of which it names, and what a test wants them to be otherwise. */
async function beside(
  record: object,
  files: Readonly<Record<string, string>> = {},
  named: (path: string) => object | undefined = () => ({}),
) {
  const folder = join(root, `${++folders}`)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const evidence = Object.entries(files).flatMap(([path, text]) => {
    const more = named(path)
    return more ? [{ path, digest: sha256(text), bytes: text.length, ...more }] : []
  })
  return {
    record: { ...record, evidence },
    digest: sha256('r'),
    folder,
  } as unknown as ReadRecord<EvaluateGateRecord>
}
const gate = (
  files?: Readonly<Record<string, string>>,
  named?: (path: string) => object | undefined,
  more = {},
) => beside({ ...gateRecord(), ...more }, files, named)

const profile = (rows: number) => JSON.stringify({ schema: 'modelassay/profile/v1', rows, columns: [] })
const tables = (...names: string[]) => names.map((name) => ({ name }))
const data = (names: readonly string[], files: Readonly<Record<string, string>>) =>
  beside({ stage: 'data-validate', tables: tables(...names) }, files)
const training = (rows: number) =>
  beside({ stage: 'train', tables: tables('train') }, { 'profile-train.json': profile(rows) })

describe('a report', () => {
  it('is made of the records of the run, the last of each stage, and of what came after', async () => {
    const later = await Promise.all(
      ['register-model', 'deploy-model', 'drift-check'].map((stage) => beside({ stage })),
    )
    const [first, second] = [await training(1), await training(2)]
    const of = await gate()
    const found = await gatherReport(of, [first, ...later, second])
    expect(found).toStrictEqual({
      record: of.record,
      training: second.record,
      profiles: [{ table: 'train', profile: expect.objectContaining({ rows: 2 }) }],
      later: [later[0]!.record, later[1]!.record],
    })
    expect(await gatherReport(of, [], { url: 'https://example.org/1' })).toStrictEqual({
      record: of.record,
      url: 'https://example.org/1',
      profiles: [],
      later: [],
    })
  })

  it('shows what tables look like by their validation, beside those of the training of the baseline', async () => {
    const files = { 'profile-train.json': profile(7), 'profile-test.json': profile(3) }
    const validated = await data(['gone', 'train', 'test'], files)
    const before = { baseline: 'base', training: (await training(5)) as never }
    const found = await gatherReport(await gate(), [validated, await training(9)], { before })
    expect(found.data).toBe(validated.record)
    expect(found.profiles).toMatchObject([
      { table: 'train', profile: { rows: 7 }, before: { name: 'base', profile: { rows: 5 } } },
      { table: 'test', profile: { rows: 3 } },
    ])
    expect(found.profiles![1]).not.toHaveProperty('before')
  })

  it('shows six tables at most, and none of a record that has none', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const files = Object.fromEntries(names.map((name) => [`profile-${name}.json`, profile(1)]))
    const { profiles } = await gatherReport(await gate(), [await data(names, files)])
    expect(profiles!.map(({ table }) => table)).toEqual(names.slice(0, 6))
    expect((await gatherReport(await gate(), [await beside({ stage: 'train' })])).profiles).toEqual([])
  })
})

describe('a document beside a record', () => {
  const text = JSON.stringify({ schema: 'modelassay/curves/v1', evaluations: [] })
  const shown = async (content: string, named?: (path: string) => object | undefined) =>
    'curves' in (await gatherReport(await gate({ [curvesFile]: content }, named), []))

  it('is shown where it is what the record names and holds what it should', async () => {
    expect(await shown(text)).toBe(true)
    expect(await shown(text, () => ({ bytes: 8_000_000 }))).toBe(true)
    expect((await gatherReport(await gate({ [curvesFile]: text }), [])).curves).toEqual(JSON.parse(text))
  })

  it('is not shown where another file lies there, or none, or one that is too long, or broken', async () => {
    expect(await shown(text, () => ({ digest: sha256('another') }))).toBe(false)
    expect(await shown(text, () => undefined)).toBe(false)
    expect(await shown(text, () => ({ path: 'other.json' }))).toBe(false)
    expect(await shown(text, () => ({ bytes: 8_000_001 }))).toBe(false)
    expect(await shown('no JSON')).toBe(false)
    expect(await shown('{"evaluations": []}')).toBe(false)
    const { folder, record } = await gate()
    const evidence = [{ path: curvesFile, digest: sha256(text), bytes: 1 }]
    const lost = { record: { ...record, evidence }, folder, digest: sha256('r') }
    expect(await gatherReport(lost, [])).not.toHaveProperty('curves')
  })
})

describe('the user’s own words', () => {
  const images = [
    { source: 'a.png', evidence: 'words-a.PNG' },
    { source: 'b.svg', evidence: 'words-b.svg' },
  ]
  const files = { 'words-a.PNG': 'first', 'words-b.svg': 'second' }
  const words = (more: object = {}) => ({ words: { file: 'report.md', text: '# Hello', images, ...more } })
  const shown = async (more?: object, named?: (path: string) => object | undefined) =>
    (await gatherReport(await gate(files, named, words(more)), [])).words!

  it('are shown with the images that were kept of them', async () => {
    const { file, root: tree, cut, images: kept } = await shown()
    expect({ file, cut }).toEqual({ file: 'report.md', cut: false })
    expect(tree.children).toMatchObject([{ type: 'heading', depth: 1 }])
    expect([...kept]).toEqual([
      ['a.png', `data:image/png;base64,${Buffer.from('first').toString('base64')}`],
      ['b.svg', `data:image/svg+xml;base64,${Buffer.from('second').toString('base64')}`],
    ])
    expect((await shown({ cut: true })).cut).toBe(true)
    expect((await shown({ images: undefined })).images.size).toBe(0)
    expect(await gatherReport(await gate(files), [])).not.toHaveProperty('words')
  })

  it.each(['.jpg', '.jpeg', '.gif', '.webp'])('may have images that end in %s', async (ending) => {
    const one = [{ source: 'x', evidence: `x${ending}` }]
    const of = await gate({ [`x${ending}`]: 'x' }, undefined, words({ images: one }))
    expect([...(await gatherReport(of, [])).words!.images.values()][0]).toMatch(
      /^data:image\/(jpeg|gif|webp);/,
    )
  })

  it('have no image that is another by now, of another kind, lost, or too large with the others', async () => {
    const sources = async (more?: object, named?: (path: string) => object | undefined) => [
      ...(await shown(more, named)).images.keys(),
    ]
    const first = (of: object | undefined) => (path: string) => (path === 'words-a.PNG' ? of : {})
    expect(await sources({}, first({ digest: sha256('another') }))).toEqual(['b.svg'])
    expect(await sources({}, first(undefined))).toEqual(['b.svg'])
    expect(await sources({}, first({ bytes: 3_000_001 }))).toEqual(['b.svg'])
    const second = (bytes: number) => (path: string) => (path === 'words-b.svg' ? { bytes } : {})
    expect(await sources({}, second(3_000_000))).toEqual(['a.png'])
    expect(await sources({}, second(2_999_995))).toEqual(['a.png', 'b.svg'])
    const odd = [{ source: 'a.png', evidence: 'script.js' }, { source: 'b', evidence: 'gone.png' }, images[1]]
    expect(await sources({ images: odd })).toEqual(['b.svg'])
    const of = await gate(files, undefined, words())
    await rm(join(of.folder, 'words-a.PNG'))
    expect([...(await gatherReport(of, [])).words!.images.keys()]).toEqual(['b.svg'])
  })
})
