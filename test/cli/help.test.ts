import { afterAll, beforeAll, expect, test } from 'vitest'
import { inputsOf } from '../../src/launch/action-yml.ts'
import { loadStage } from '../../src/launch/stages.ts'
import { stageNames } from '../../src/record/stage-name.ts'
import { suiteVersion } from '../../src/version.ts'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
})
afterAll(() => place.remove())

test('--help names every command', async () => {
  const { code, stdout, stderr } = await place.modelassay(['--help'])
  expect(code).toBe(0)
  expect(stderr).toBe('')
  for (const name of [...stageNames, 'contract', 'show', 'gate-test', 'demo'])
    expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
})

test.each(stageNames)(
  '%s --help names the inputs of its action as options, and the exit codes',
  async (name) => {
    const { code, stdout } = await place.modelassay([name, '--help'])
    expect(code).toBe(0)
    for (const input of Object.keys(inputsOf(await loadStage(name)))) expect(stdout).toContain(`--${input} `)
    expect(stdout).toContain('--json')
    expect(stdout).toContain(
      'Exit codes: 0 passes · 1 does not pass · 2 configuration or input · 3 the outside world',
    )
  },
)

test('help names no token of this machine', async () => {
  const { stdout } = await place.modelassay(['train', '--help'], { env: { GITHUB_TOKEN: 'ghs_secret' } })
  expect(stdout).not.toContain('ghs_secret')
  expect(stdout).not.toContain('github.token')
})

test.each([
  [['trian'], "unknown command 'trian'", 'Did you mean train?'],
  [['deploy'], "unknown command 'deploy'", 'Did you mean deploy-model?'],
  [['drift'], "unknown command 'drift'", 'Did you mean drift-check?'],
  [['train', '--skip', 'x'], "unknown option '--skip'", 'Did you mean --skip-unchanged?'],
  [['train', '--rum', 'x'], "unknown option '--rum'", 'Did you mean --run?'],
  [['show', '--jsno'], "unknown option '--jsno'", 'Did you mean --json?'],
  [['show', 'one', 'two'], "too many arguments for 'show'", '--help'],
  [['train', '--run'], "option '--run <value>' argument missing", '--help'],
])('%j is a mistake that is explained', async (args, mistake, remedy) => {
  const { code, stdout, stderr } = await place.modelassay(args)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(mistake)
  expect(stderr).toContain(remedy)
})

test('without a command it says what there is', async () => {
  const { code, said } = await place.modelassay([])
  expect(code).toBe(2)
  expect(said).toContain('Usage: modelassay')
})

test('--version', async () => {
  expect(await place.modelassay(['--version'])).toMatchObject({ code: 0, stdout: `${suiteVersion}\n` })
})
