import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepWords } from '../../../src/evaluate-gate/words/keep-words.ts'
import { wordsItems, wordsOf } from '../../../src/evaluate-gate/words/words-items.ts'
import type { Workbench } from '../../../src/stage/workbench.ts'

let folder: string
let root: string
let warnings: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'words-'))
  root = join(folder, 'model')
  await mkdir(join(root, 'plots'), { recursive: true })
  warnings = []
})
afterEach(() => rm(folder, { recursive: true }))

async function kept(file = 'report.md') {
  const log = { warning: (line: string) => warnings.push(line) }
  const bench = { log, evidence: join(folder, 'evidence') } as unknown as Workbench
  const result = await keepWords({ root, file }, bench)
  return wordsOf([{ id: 'keep-words', status: 'done', seconds: 0, result }]).words
}

it('keeps the Markdown, and the images that it names and that are there', async () => {
  const text = '# Done\n\n![a](plots/a.png) ![gone](plots/gone.png) ![web](https://example.org/b.png)\n'
  await writeFile(join(root, 'report.md'), text)
  await writeFile(join(root, 'plots/a.png'), 'PNG')
  expect(await kept()).toEqual({
    file: 'report.md',
    text,
    images: [{ source: 'plots/a.png', evidence: 'words/1.png', bytes: 3 }],
  })
  expect(await readFile(join(folder, 'evidence/words/1.png'), 'utf8')).toBe('PNG')
})

it('takes nothing from outside of the folder, by no way', async () => {
  await writeFile(join(folder, 'secret.png'), 'secret')
  await writeFile(join(folder, 'secret.md'), 'secret')
  await symlink(join(folder, 'secret.png'), join(root, 'plots/link.png'))
  await symlink(join(folder, 'secret.md'), join(root, 'link.md'))
  await writeFile(
    join(root, 'report.md'),
    '![a](../secret.png) ![b](plots/link.png) ![c](/etc/hostname.png) ![d](.)',
  )
  expect((await kept())?.images).toBeUndefined()
  expect(await kept('link.md')).toBeUndefined()
  expect(await kept('../secret.md')).toBeUndefined()
  expect(warnings[0]).toBe('There is no link.md to show, which report names; the verdict does without it.')
})

it('keeps a beginning of what is long, and says that there is more', async () => {
  await writeFile(join(root, 'report.md'), 'ä'.repeat(100_000))
  const words = await kept()
  expect(words?.text).toHaveLength(30_000)
  expect(words?.cut).toBe(true)
})

it.each([
  [29_999, undefined],
  [30_000, undefined],
  [30_001, true],
  [200_000, true],
])('says of %i letters of two bytes that there are more: %s', async (letters, cut) => {
  await writeFile(join(root, 'report.md'), 'ä'.repeat(letters))
  const words = await kept()
  expect(words?.text).toBe('ä'.repeat(Math.min(letters, 30_000)))
  expect(words?.cut).toBe(cut)
})

it('keeps at most twenty images, of kinds that are shown and no larger than 400 kB', async () => {
  const names = Array.from({ length: 21 }, (_, i) => `${i}.png`)
  for (const name of [...names, 'B.JPG', 'c.exe']) await writeFile(join(root, name), 'x')
  await writeFile(join(root, 'most.png'), Buffer.alloc(400_000))
  await writeFile(join(root, 'more.png'), Buffer.alloc(400_001))
  const sourcesOf = async (...sources: string[]) => {
    await rm(join(folder, 'evidence'), { recursive: true, force: true })
    await writeFile(join(root, 'report.md'), sources.map((source) => `![x](${source})`).join('\n'))
    return (await kept())?.images?.map(({ source, evidence }) => [source, evidence])
  }
  expect(await sourcesOf('more.png', 'c.exe', 'B.JPG', 'most.png')).toEqual([
    ['B.JPG', 'words/1.jpg'],
    ['most.png', 'words/2.png'],
  ])
  expect((await sourcesOf(...names))?.map(([source]) => source)).toEqual(names.slice(0, 20))
})

it('does without a file that nobody wrote', async () => {
  expect(await kept()).toBeUndefined()
  expect(warnings).toHaveLength(1)
})

it('is asked for only where the configuration names a file', () => {
  expect(wordsItems({ root, config: {} } as never)).toEqual([])
  expect(wordsItems({ root, config: { report: 'report.md' } } as never)).toMatchObject([
    { task: 'keep-words', params: { root, file: 'report.md' }, title: 'Words of report.md' },
  ])
})

it('is nothing of a task that did not run, or left something else', () => {
  const other = {
    id: 'judge',
    status: 'done' as const,
    seconds: 0,
    result: { words: { file: 'a', text: 'b' } },
  }
  expect(wordsOf([])).toEqual({})
  expect(wordsOf([other])).toEqual({})
  expect(wordsOf([{ id: 'keep-words', status: 'failed', seconds: 0, error: {} as never }])).toEqual({})
  expect(wordsOf([{ ...other, id: 'keep-words', result: { words: 7 } }])).toEqual({})
})
