import { afterAll, beforeAll, expect, test } from 'vitest'
import { suiteVersion } from '../../src/version.ts'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
})
afterAll(() => place.remove())

test('--version is that of the program', async () => {
  expect(await place.modelassay(['--version'])).toMatchObject({ code: 0, stdout: `${suiteVersion}\n` })
})

test.each([
  ['register-model', 'not-a-version', 'version-rule', '"not-a-version" is no version to register'],
  ['deploy-model', '9.9.9', 'no-environment', 'there is no deploy.production to deploy to'],
])(
  '--version of %s is its own: it never prints the program’s and ends well',
  async (stage, version, code, said) => {
    const { ran, record } = await place.json([stage, '--version', version])
    expect(record).toMatchObject({ stage, verdict: 'error', error: { code } })
    expect(record.reason).toContain(said)
    expect(ran.code).toBe(2)
  },
)
