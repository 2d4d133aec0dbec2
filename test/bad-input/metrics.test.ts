import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { churn, withCommand, workplace } from '../cli/command.ts'
import { type StagesHere, stagesHere } from '../cli/stages-here.ts'
import { expectClearEnd } from './clear.ts'

withCommand()
let place: StagesHere
beforeEach(async () => {
  place = stagesHere(await workplace())
})
afterEach(() => place.remove())

const predicting = (csv: string) => `printf '${csv.replaceAll('\n', '\\n')}' > predictions.csv`

describe('NaN', () => {
  test.each(['NaN', 'Infinity', '-Infinity'])('%s reported by the training fails it', async (value) => {
    const record = await expectClearEnd(
      place,
      ['train', '--run', `node train.mjs; printf '{"loss": ${value}, "gain": 1}' > metrics.json`],
      {
        code: 1,
        cause: 'the training reported metrics that are no numbers: loss',
        remedy: 'look at its log, its data and its learning rate',
      },
    )
    expect(record).toMatchObject({ verdict: 'failed', metrics: { gain: 1 } })
    expect(record).not.toHaveProperty('model_digest')
  })

  test('in every prediction is no value, and no value is no pass', async () => {
    await place.modelassay(['train'])
    const record = await expectClearEnd(
      place,
      ['evaluate-gate', '--run', predicting('id,prediction,score\n4,nan,nan\n5,nan,nan\n6,,nan\n')],
      { code: 1, cause: 'accuracy has no value', remedy: 'See that the predictions' },
    )
    expect(record).toMatchObject({
      verdict: 'fail',
      comparisons: [{ zone: 'undefined' }, {}, {}].slice(0, 1),
    })
    expect(await place.modelassay(['register-model'])).toMatchObject({ code: 1 })
  })

  test('in one score takes the metrics of scores away, and a rule on one of them fails', async () => {
    await place.write({
      'modelassay.yml': churn['modelassay.yml']!.replace('accuracy: { min', 'roc_auc: { min'),
    })
    await place.modelassay(['train'])
    await expectClearEnd(
      place,
      ['evaluate-gate', '--run', predicting('id,prediction,score\n4,0,0.1\n5,1,nan\n6,0,0.2\n')],
      { code: 1, cause: 'roc_auc has no value', remedy: 'See that the predictions' },
    )
  })

  test.each(['NaN', '"nan"', 'null', 'true'])('reported as %s to the gate fails it', async (value) => {
    await place.write({
      'modelassay.yml': `name: churn
evaluate: { metrics: reported.json }
metrics: { loss: { reported: loss, direction: lower } }
gate: { rules: { loss: { max: 1 } } }
`,
      'reported.json': `{"loss": ${value}, "gain": 1}`,
    })
    const ran = await place.json(['evaluate-gate'])
    expect(ran.record.passes).toBe(false)
    expect([1, 2]).toContain(ran.ran.code)
    expect(ran.record.reason).toContain('loss')
  })
})
