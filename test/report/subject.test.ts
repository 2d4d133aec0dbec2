import { expect, it } from 'vitest'
import { subjectOf } from '../../src/report/subject.ts'
import { gateRecord } from './gate-records.ts'

const subject = (matrix: Record<string, string> | undefined) => {
  const { run } = gateRecord()
  return subjectOf({ name: 'credit', run: { ...run, leg: '0123', ...(matrix && { matrix }) } })
}

it.each([
  ['what tells it from other jobs of the model', { seed: '1' }, 'credit (seed: 1)'],
  [
    'the model once, where a plan names it too',
    { name: 'credit', config: 'credit/modelassay.yml' },
    'credit (config: credit/modelassay.yml)',
  ],
  ['the model alone, where the matrix says no more', { name: 'credit' }, 'credit'],
  ['a name that is not the model’s', { name: 'eu' }, 'credit (name: eu)'],
  ['the job’s own mark, where its values are not known', undefined, 'credit (0123)'],
])('the title of a matrix job says %s', (_what, matrix, title) => {
  expect(subject(matrix)).toBe(title)
})
