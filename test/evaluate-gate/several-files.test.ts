import { execFileSync } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Bench, bench, type GateRun } from './gate-run.ts'

/** Labels of a table of several files. */

let repository: Bench
beforeEach(async () => {
  repository = await bench()
  await repository.write('test/region=north/a.csv', 'id,churned\nn1,1\nn2,0\n')
  await repository.write('test/region=south/a.csv', 'id,churned\ns1,1\ns2,1\n')
  await repository.write('predictions.csv', predictions(['n1', 'n2', 's1', 's2']))
})

const predictions = (ids: readonly string[]) => `id,prediction\n${ids.map((id) => `${id},1`).join('\n')}\n`

const config = (
  path: string | readonly string[],
  gate: object = { rules: { accuracy: { max_worsening: 0.5 } } },
) => ({
  data: { tables: { test: { path, role: 'test' } } },
  evaluate: { predictions: 'predictions.csv', truth: { table: 'test', column: 'churned', id: 'id' } },
  gate: { baselines: ['base'], ...gate },
})

const pattern = 'test/region=*/*.csv'
const comparedWith = (before: GateRun) => ({
  base: { outcome: 'found' as const, value: before.read },
  model: 'second',
})

describe('labels of several files', () => {
  it('are joined by id, and the names of their folders are columns', async () => {
    const { record } = await repository.gate(
      config(pattern, {
        rules: { accuracy: { min: 0.5 } },
        slices: { columns: ['region'], min_rows: 1, rules: { accuracy: { min: 0.9 } } },
      }),
    )
    expect(record.metrics!.accuracy).toBe(0.75)
    expect(record.comparisons!.filter(({ slice }) => slice)).toMatchObject([
      { slice: 'region = north', candidate_value: 0.5, zone: 'below-bound' },
      { slice: 'region = south', candidate_value: 1 },
    ])
  })

  it('are named one by one in what the record is built on', async () => {
    const { record } = await repository.gate(config(['test/region=north/a.csv', 'test/region=south/a.csv']))
    expect(record.built_on.flatMap((one) => (one.kind === 'file' ? [one.name] : []))).toEqual([
      'predictions.csv',
      'test/region=north/a.csv',
      'test/region=south/a.csv',
    ])
  })

  it('compare with those of the same files alone', async () => {
    const before = await repository.gate(config(pattern), { model: 'first' })
    const again = await repository.gate(config(pattern), comparedWith(before))
    expect(again.record).toMatchObject({ passes: true })
    expect(again.record.comparisons![0]!.zone).not.toBe('not-comparable')

    await repository.write('test/region=west/a.csv', 'id,churned\nw1,1\n')
    await repository.write('predictions.csv', predictions(['n1', 'n2', 's1', 's2', 'w1']))
    const more = await repository.gate(config(pattern), comparedWith(before))
    expect(more.record).toMatchObject({ verdict: 'not-comparable', passes: false })

    await rm(join(repository.root, 'test/region=west'), { recursive: true })
    await rm(join(repository.root, 'test/region=south'), { recursive: true })
    await repository.write('predictions.csv', predictions(['n1', 'n2']))
    const less = await repository.gate(config(pattern), comparedWith(before))
    expect(less.record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it('are another test set under other names, whose rows are the same', async () => {
    const before = await repository.gate(config(pattern), { model: 'first' })
    await repository.write('test/region=north/a.csv', 'id,churned\ns1,1\ns2,1\n')
    await repository.write('test/region=south/a.csv', 'id,churned\nn1,1\nn2,0\n')
    const { record } = await repository.gate(config(pattern), comparedWith(before))
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it('that the commit only links to, out of the repository or into .git, show nothing of what is there', async () => {
    execFileSync('git', ['init', '--quiet'], { cwd: repository.root })
    const secret = join(repository.root, '.git', 'secret.csv')
    await writeFile(secret, 'token,churned\nsecret,1\n')
    await mkdir(join(repository.root, 'test', 'region=west'))
    await symlink(secret, join(repository.root, 'test/region=west/a.csv'))
    execFileSync('git', ['add', 'test'], { cwd: repository.root })
    const refused = await repository.gate(config(pattern)).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'link-outside', place: { file: 'test/region=west/a.csv' } })
    expect(String(refused)).not.toMatch(/token|secret/)
  })

  it.each([
    ['no-files', 'none/*.csv', {}],
    ['different-columns', pattern, { 'test/region=west/a.csv': 'id,other\nw1,1\n' }],
    ['repeated-id', pattern, { 'test/region=west/a.csv': 'id,churned\ns1,1\n' }],
    ['rows-do-not-join', pattern, { 'test/region=west/a.csv': 'id,churned\nw1,1\n' }],
  ])('that do not fit are an error: %s', async (code, path, files) => {
    for (const [name, text] of Object.entries(files)) await repository.write(name, text)
    await expect(repository.gate(config(path))).rejects.toMatchObject({ code, kind: 'input' })
  })
})
