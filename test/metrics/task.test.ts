import { describe, expect, it } from 'vitest'
import { taskOf } from '../../src/metrics/task.ts'

const refused = (labels: readonly (string | null)[], score?: Float64Array): unknown => {
  try {
    return taskOf({ rows: labels.length, labels, ...(score && { score }) }, {}, 'p.csv')
  } catch (thrown) {
    return thrown
  }
}

const keys = 'the keys of these are evaluate.task and evaluate.positive.'

describe('labels that do not say what they are, without a task', () => {
  it.each([
    [['no', 'yes'], '--positive yes, or --positive no'],
    [['good', 'bad'], '--positive good, or --positive bad'],
    [['in use', "isn't"], `--positive 'isn'\\''t', or --positive 'in use'`],
    [['x\u001b[2K', 'y\u202e'], '--positive <label>, or --positive <label>'],
    [['x'.repeat(61), 'a;rm'], `--positive <label>, or --positive 'a;rm'`],
  ])('of two words %j: the options to paste, with these words', (labels, options) => {
    expect(refused(labels)).toMatchObject({
      code: 'task-unknown',
      message: 'the 2 different labels of p.csv do not say which counts as positive',
      hint: `Give --task binary ${options} (the one that the model looks for); ${keys}`,
    })
  })

  it.each([
    [['-1', '1'], "--task binary --positive 1, or --positive='-1' (the one that the model looks for)"],
    [['3', '7', '1000'], '--task multiclass'],
  ])('of whole numbers %j: whether they are classes', (labels, classes) => {
    expect(refused(labels)).toMatchObject({
      message: `the ${labels.length} different labels of p.csv do not say whether they are classes or numbers`,
      hint: `If they are classes, give ${classes}; if numbers, --task regression; ${keys}`,
    })
  })

  it('says so of one label and of many beside one score, too', () => {
    expect(refused(['yes', 'yes'])).toMatchObject({
      message: 'the only label of p.csv does not say which counts as positive',
      hint: `Give --task binary --positive yes; ${keys}`,
    })
    expect(refused(['a', 'b', 'c'], new Float64Array(3))).toMatchObject({
      message: 'the 3 different labels of p.csv do not say which of them the one score is of',
      hint: `Give --task multiclass; ${keys}`,
    })
  })
})
