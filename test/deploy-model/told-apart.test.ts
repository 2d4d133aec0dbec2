import { describe, expect, test } from 'vitest'
import { paletteFor } from '../../src/cli/palette.ts'
import { type After, type Before, isToldApart } from '../../src/deploy-model/told-apart.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { localWorld } from '../registry/world.ts'
import { newHost } from './host.ts'
import { commandOf, production, register, serving } from './serving.ts'

const expected = { name: 'churn', version: '0.1.1' }
const served: Before = { serves: true, named: {}, sockets: ['7'] }
const same: After = { named: {}, wasNobody: false, sockets: ['7'] }

test.each<[string, Partial<Before>, Partial<After>]>([
  ['nobody was there before', { serves: false }, {}],
  ['nobody was there in between', {}, { wasNobody: true }],
  ['the answer names model and version', { named: expected }, { named: expected }],
  ['the answer names the version, and none before', {}, { named: { version: '0.1.1' } }],
  [
    'the answer names another version than before',
    { named: { version: '0.1.0' } },
    { named: { version: '0.1.1' } },
  ],
  ['another socket listens', {}, { sockets: ['8'] }],
])('a new server is told from the one before where %s', (_, before, after) => {
  expect(isToldApart({ ...served, ...before }, { ...same, ...after }, expected)).toBe(true)
})

test.each<[string, Partial<Before>, Partial<After>]>([
  ['the answers name no version', {}, {}],
  ['they name the server itself', {}, { named: { name: 'fastapi' } }],
  [
    'they name the version of the server itself, which happens to be equal',
    { named: { version: '0.1.1' } },
    { named: { version: '0.1.1' } },
  ],
  ['the socket of before listens beside a new one', {}, { sockets: ['7', '8'] }],
  ['nothing is known of sockets', { sockets: [] }, { sockets: [] }],
  ['nothing was known of sockets before', { sockets: [] }, { sockets: ['8'] }],
  ['nothing is known of sockets any more', {}, { sockets: [] }],
])('it is not where %s', (_, before, after) => {
  expect(isToldApart({ ...served, ...before }, { ...same, ...after }, expected)).toBe(false)
})

describe('deploy-model where the health answer does not name the version', () => {
  const host = newHost(localWorld)
  const nameless = (command: string) => `NAMELESS=1 ${commandOf(command, host.port)}`
  const deploy = async (weights: string, changes: Readonly<Record<string, unknown>>) => {
    const run = await register(host.world, weights)
    const config = production(host.port, { up: nameless('up'), smoke: undefined, ...changes })
    return { run, ...(await run.launch('deploy-model', {}, { config })) }
  }

  test.each([
    ['without `down`', { down: undefined }, 'give deploy.production.down, which stops the server before'],
    ['after a `down` that did not stop it', { down: 'exit 1' }, 'let deploy.production.down stop the server'],
  ])('doubts aloud that an old server which answers %s is the new one', async (_, changes, remedy) => {
    await deploy('good', {})
    const { run, record, exitCode } = await deploy('better', { up: nameless('stubborn-up'), ...changes })
    expect(await (await fetch(`http://127.0.0.1:${host.port}/predict`)).json()).toEqual({ label: 'good' })
    expect(record).toMatchObject({ verdict: 'deployed', passes: true, version: '0.1.1' })
    expect(record.doubt).toBe(
      'nothing tells churn 0.1.1 from the server before it: deploy.production.health was answered before `up` and ever since, and does not name the version',
    )
    expect(record.reason).toContain(record.doubt)
    expect(record.remedy).toContain(remedy)
    expect(record.remedy).toContain('{"name": "churn", "version": "0.1.1"}')
    expect(run.runner.lines).toContainEqual(expect.stringMatching(/^warning: nothing tells churn 0\.1\.1 /))
    expect(terminalText(record, paletteFor({}, {}))).toMatch(
      /churn is deployed, but nothing proves that it serves[\s\S]*Next: Let the health answer name it/,
    )
    expect(exitCode).toBe(0)
  })

  test.each([
    ['`down` stops it', {}],
    ['`up` itself replaces it', { down: undefined }],
  ])('doubts nothing where %s', async (_, changes) => {
    await deploy('good', changes)
    const { run, record } = await deploy('better', changes)
    expect(await serving(host.port)).toMatchObject({ status: 'ok' })
    expect(record).toMatchObject({ verdict: 'deployed', passes: true, version: '0.1.1' })
    expect(record.doubt).toBeUndefined()
    expect(run.runner.lines.filter((line) => line.startsWith('warning: '))).toEqual([])
  })

  test('says of the version that it went back to no more than it knows', async () => {
    await deploy('good', { down: undefined })
    const up = `if [ "$MODELASSAY_VERSION" = 0.1.1 ]; then exit 1; fi; ${nameless('stubborn-up')}`
    const { record } = await deploy('better', { up, down: undefined })
    expect(record).toMatchObject({ verdict: 'rolled-back', passes: false })
    expect(record.reason).toContain(
      '0.1.0 serves in production again, as far as its commands tell: its health answer does not name the version',
    )
  })
})
