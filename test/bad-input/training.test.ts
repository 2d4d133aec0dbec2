import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { churn, withCommand, workplace } from '../cli/command.ts'
import { type StagesHere, stagesHere } from '../cli/stages-here.ts'
import { expectClearEnd } from './clear.ts'

withCommand()
let place: StagesHere
beforeEach(async () => {
  place = stagesHere(
    await workplace({
      ...churn,
      'modelassay.yml': churn['modelassay.yml']!.replace('metrics: metrics.json', 'timeout_seconds: 1'),
    }),
  )
})
afterEach(() => place.remove())

/** Nothing of a training that failed may be judged or registered. */
async function expectNothingToRegister(): Promise<void> {
  expect(await place.modelassay(['evaluate-gate'])).toMatchObject({ code: 2 })
  expect(await place.modelassay(['register-model'])).toMatchObject({ code: 1 })
  expect(existsSync(join(place.folder, '.modelassay/registry/churn/versions'))).toBe(false)
}

describe('a training command', () => {
  test('that fails', async () => {
    const record = await expectClearEnd(
      place,
      ['train', '--run', 'node train.mjs; echo "no such column: age" >&2; exit 7'],
      {
        code: 1,
        cause: 'Train churn ended with exit code 7; it last said: no such column: age',
        remedy: 'run it by hand in the same folder',
      },
    )
    expect(record).toMatchObject({
      verdict: 'failed',
      command: { exit_code: 7 },
      seeds: [0],
      observed: { log_tail: expect.stringContaining('no such column') },
    })
    await expectNothingToRegister()
  })

  test('that hangs is ended with all that it started', async () => {
    const record = await expectClearEnd(
      place,
      ['train', '--run', '(sleep 1; sleep 1; sleep 1; touch survived) & echo waiting; sleep 600'],
      {
        code: 1,
        cause: 'was ended after 1 s, its timeout; it last said: waiting',
        remedy: 'timeout_seconds',
      },
    )
    expect(record).toMatchObject({ verdict: 'failed', error: { code: 'command-timeout' } })
    await pause(3000)
    expect(existsSync(join(place.folder, 'survived'))).toBe(false)
  })

  test.each([
    [
      'writes no model',
      'true',
      'the model folder model/ holds no files',
      /Let the (training )?command write/,
    ],
    ['removes the folder', 'rmdir model', 'wrote no model', 'Let the command write it there'],
    ['writes empty files', ': > model/model.json', 'is empty', 'a full disk is one reason'],
  ])('that %s', async (_, run, cause, remedy) => {
    const record = await expectClearEnd(place, ['train', '--run', run], { code: 1, cause, remedy })
    expect(record).toMatchObject({ verdict: 'failed', command: { exit_code: 0 } })
    expect(record).not.toHaveProperty('model_digest')
    await expectNothingToRegister()
  })

  test('that writes nothing is not helped by the model of an earlier run', async () => {
    expect(await place.modelassay(['train'])).toMatchObject({ code: 0 })
    await expectClearEnd(place, ['train', '--run', 'true'], {
      code: 1,
      cause: 'the model folder model/ holds no files',
      remedy: /./,
    })
  })

  test('that does not exist', async () => {
    await expectClearEnd(place, ['train', '--run', 'trainer --fast'], {
      code: 2,
      cause: 'trainer: command not found',
      remedy: 'install it where this step finds it',
    })
  })

  test('of a shell that is not here', async () => {
    await expectClearEnd(
      place,
      ['train', '--shell', 'pwsh'],
      { code: 2, cause: "the shell pwsh is not on this machine's PATH", remedy: 'name another one' },
      { env: { PATH: '/usr/bin:/bin' } },
    )
  })
})
