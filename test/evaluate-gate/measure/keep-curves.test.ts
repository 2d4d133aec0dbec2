import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepCurves, withoutCurves } from '../../../src/evaluate-gate/measure/keep-curves.ts'
import type { CandidateSide } from '../../../src/evaluate-gate/measure/measure-candidate.ts'
import type { ComparedEvaluation, MeasuredBaseline } from '../../../src/evaluate-gate/measured.ts'
import type { Curves } from '../../../src/record/curves.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelassay-curves-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const curves = (class_: string): Curves => ({ rows: 1, confusion: { classes: [class_], counts: [[1]] } })
const side = (name: string, of?: Curves) =>
  ({ request: { name }, ...(of && { curves: of }) }) as unknown as CandidateSide
const compared = (name: string, of?: Curves): ComparedEvaluation => ({
  name,
  comparable: true,
  rows: 4,
  metrics: {},
  undefined: [],
  sameTestSet: true,
  ...(of && { curves: of }),
})
const lost = { name: 'a', comparable: false as const, reason: 'other rows', had: [], curves: curves('lost') }
const baseline = (name: string, evaluations: MeasuredBaseline['evaluations']): MeasuredBaseline => ({
  name,
  description: 'run 7',
  evaluations,
})

it('curves of both sides are kept by evaluation, those of baselines that are compared there', async () => {
  const baselines = [
    baseline('base', [compared('b', curves('base b')), compared('a', curves('base a'))]),
    baseline('lost', [lost]),
    baseline('bare', [compared('a')]),
  ]
  await keepCurves(folder, [side('a', curves('own a')), side('none'), side('b', curves('own b'))], baselines)
  expect(JSON.parse(await readFile(join(folder, 'curves.json'), 'utf8'))).toEqual({
    schema: 'modelassay/curves/v1',
    evaluations: [
      { name: 'a', candidate: curves('own a'), baselines: [{ name: 'base', curves: curves('base a') }] },
      { name: 'b', candidate: curves('own b'), baselines: [{ name: 'base', curves: curves('base b') }] },
    ],
  })
})

it('nothing is kept where the model has none', async () => {
  const empty = join(folder, 'empty')
  await keepCurves(empty, [side('a')], [baseline('base', [compared('a', curves('x'))])])
  expect(await readdir(folder)).not.toContain('empty')
})

it('a record is told nothing of them', () => {
  const { curves: _curves, ...bare } = compared('a', curves('x'))
  expect(withoutCurves(baseline('base', [compared('a', curves('x')), lost]))).toStrictEqual(
    baseline('base', [bare, lost]),
  )
})
