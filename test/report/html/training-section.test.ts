import { expect, it } from 'vitest'
import { curveOf } from '../../../src/metrics/reported/history.ts'
import { curveSchema } from '../../../src/record/curve.ts'
import { sectionMarkup } from '../../../src/report/html/gate/section.ts'
import { trainingSection } from '../../../src/report/html/gate/training-section.ts'

type Logged = Readonly<Record<string, readonly (readonly [number, number])[]>>

const shown = (logged: Logged) => {
  const curves = Object.fromEntries(
    Object.entries(logged).map(([name, points]) => [name, curveSchema.parse(curveOf(name, points))]),
  )
  const made = trainingSection({ training: { curves } })
  return made === undefined ? '' : sectionMarkup(made).text
}
const captions = (page: string) =>
  [...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, text]) => text)

it('tells each curve with its best and its last step, and rings the best', () => {
  const page = shown({
    val_loss: [
      [0, 0.9],
      [1, 0.4],
      [2, 0.5],
    ],
    lr: [[0, 0.1]],
  })
  expect(captions(page)).toEqual([
    'val_loss: best 0.4000 at step 1, last 0.5000 at step 2',
    'lr: last 0.1000 at step 0',
  ])
  expect(page.match(/<circle class="best"/g)).toHaveLength(1)
  // Of the place of the ring only that it is the lowest point of the line.
  const [, ring] = /<circle class="best" [^>]*cy="([\d.]+)"/.exec(page)!
  const [, line] = /class="line model-0" d="M([^"]+)"/.exec(page)!
  expect(Math.max(...line!.split('L').map((at) => Number(at.split(',')[1])))).toBe(Number(ring))
})

it('draws validation and training of one metric together', () => {
  const page = shown({
    loss: [
      [0, 2],
      [1, 1],
    ],
    'val/loss': [
      [0, 3],
      [1, 2],
    ],
    train_acc: [
      [0, 0.5],
      [1, 0.7],
    ],
  })
  expect(captions(page)).toEqual([
    'loss: best 2 at step 1, last 2 at step 1, on training data last 1',
    'train_acc: best 0.7000 at step 1, last 0.7000 at step 1',
  ])
  expect(page).toContain('line model-1')
  expect(page).toContain('a dashed line')
})

it('draws what is flat, what is one step long and what is many', () => {
  const flat = shown({
    loss: [
      [3, 0],
      [4, 0],
    ],
    once: [[7, 5]],
  })
  for (const [svg] of flat.matchAll(/<svg.*?<\/svg>/gs)) expect(svg).not.toMatch(/NaN|Infinity/)
  const many = shown(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`m${i}`, [[0, i]] as const])))
  expect(captions(many)).toHaveLength(24)
  expect(many).toContain('6 more are in the table.')
})

it('is not there where nothing was logged', () => {
  expect(trainingSection({})).toBeUndefined()
  expect(trainingSection({ training: { curves: {} } })).toBeUndefined()
})
