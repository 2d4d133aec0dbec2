import { beforeEach, expect, it } from 'vitest'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const species = ['Adelie', 'Chinstrap', 'Gentoo']

/** Each tenth row is predicted wrong, and of the first `lost` Adelie penguins every one. */
const predictions = (lost = 0) =>
  `id,species,prediction\n${Array.from({ length: 300 }, (_, i) => {
    const wrong = i % 10 === 0 || (i % 3 === 0 && i < 3 * lost)
    return `r${i},${species[i % 3]},${species[(i + Number(wrong)) % 3]}`
  }).join('\n')}\n`

const gateOf = (rules: object, more: object = {}) =>
  repository.gate({
    evaluate: { predictions: 'predictions.csv', task: 'multiclass', columns: { label: 'species' } },
    gate: { baselines: ['file:before.csv'], rules, ...more },
  })

it('judges one class, and a score by its number, as rules name them', async () => {
  await repository.write('before.csv', predictions())
  await repository.write('predictions.csv', predictions(40))
  const { record } = await gateOf({
    'recall[Adelie]': { max_worsening: 0.05 },
    'recall[Gentoo]': { max_worsening: 0.05 },
    f2_macro: { min: 0.5, confidence: 0.95 },
  })
  expect(record).toMatchObject({ verdict: 'fail', passes: false })
  const zones = record.comparisons!.map(({ metric, zone, method }) => [metric, zone, method])
  expect(zones).toEqual([
    ['recall[Adelie]', 'worse', 'tango+mcnemar'],
    ['recall[Gentoo]', 'no-worse', 'tango+mcnemar'],
    ['f2_macro', 'within-bound', 'multinomial'],
  ])
  expect(record.directions).toMatchObject({ 'recall[Adelie]': 'higher', f2_macro: 'higher' })
})

it('fails on a class that nobody knows', async () => {
  await repository.write('before.csv', predictions())
  await repository.write('predictions.csv', predictions())
  const { record } = await gateOf({ 'recall[Adele]': { min: 0.1 } })
  expect(record).toMatchObject({ verdict: 'fail', passes: false })
  expect(record.reason).toContain('neither labels nor predictions hold the class "Adele"')
})

it.each([
  ['recal[Adelie]', 'recall[Adelie]'],
  ['top_2_acuracy', 'top_2_accuracy'],
  ['f2_marco', 'f2_macro'],
  ['pinball_1.9', 'pinball_0.9'],
])('asks of %s whether it is %s', async (written, meant) => {
  await repository.write('predictions.csv', predictions())
  await expect(gateOf({ [written]: { min: 0.1 } })).rejects.toMatchObject({
    code: 'unknown-metric',
    message: expect.stringContaining(`did you mean "${meant}"?`),
  })
})

it('takes no such metric of another task', async () => {
  await repository.write('before.csv', predictions())
  await repository.write('predictions.csv', predictions())
  await expect(gateOf({ 'pinball_0.9': { max: 3 } })).rejects.toMatchObject({ code: 'metric-of-other-task' })
})
