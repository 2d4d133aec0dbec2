import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { LineageEvent } from '../../src/lineage/openlineage.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { StageRecord } from '../../src/record/record.ts'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
  for (const stage of ['data-validate', 'train', 'evaluate-gate', 'register-model'])
    expect(await place.modelassay([stage])).toMatchObject({ code: 0 })
})
afterAll(() => place.remove())

const fileOf = (stage: string, file = 'record.json') =>
  join(place.folder, '.modelassay/runs', place.git('rev-parse', 'HEAD'), `modelassay-churn-${stage}-1`, file)

const undo: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const one of undo.splice(0)) await one()
})

async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  expect(text).toMatch(from)
  undo.push(() => writeFile(file, text))
  await writeFile(file, text.replace(from, to))
}

test('a run is shown from its data to its version, with what each built on', async () => {
  const { code, stdout, stderr } = await place.modelassay(['show'])
  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(stdout.match(/^[a-z-]+ {2}[a-z-]+ {2}sha256:/gm)).toEqual([
    'data-validate  valid  sha256:',
    'train  trained  sha256:',
    'evaluate-gate  pass  sha256:',
    'register-model  registered  sha256:',
  ])
  for (const line of [
    "built on this run's data-validate",
    "built on this run's train",
    "built on this run's evaluate-gate",
    'built on data/train.csv',
    'version 0.1.0',
  ])
    expect(stdout).toContain(line)
})

test('the report of its gate is made and handed to the desktop, of a version too', async () => {
  const bin = join(place.folder, '.bin')
  await mkdir(bin)
  undo.push(() => rm(bin, { recursive: true }))
  await writeFile(join(bin, 'xdg-open'), '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n', { mode: 0o755 })
  const env = { PATH: `${bin}:${process.env.PATH}`, DISPLAY: ':0' }
  for (const what of [[], ['0.1.0']]) {
    const { code, stdout } = await place.modelassay(['show', ...what, '--open'], { env })
    expect(code).toBe(0)
    const file = /^Opened (\.modelassay\/reports\/churn-[0-9a-f]{12}\.html)$/m.exec(stdout)![1]!
    expect(await readFile(join(bin, 'xdg-open.opened'), 'utf8')).toBe(join(place.folder, file))
    const page = await place.read(file)
    expect(page).toContain('<title>churn passes the gate')
    expect(page).toContain('<section id="lineage"')
  }
})

test('where there is no desktop the path of the report is told', async () => {
  const { code, stdout } = await place.modelassay(['show', '--open'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Open it in a browser: \.modelassay\/reports\/churn-[0-9a-f]{12}\.html$/m)
})

test('of a stage that ran again the last run is shown, and how to see the others', async () => {
  const again = await workplace()
  await again.modelassay(['data-validate'])
  await again.modelassay(['data-validate', '--fail-on', 'nothing'])
  await again.modelassay(['data-validate'])
  const last = await again.modelassay(['show'])
  expect(last.stdout.match(/^data-validate /gm)).toHaveLength(1)
  expect(last.stdout).toContain('attempt 3')
  expect(last.stdout).toContain('2 older records of this commit: see all with --all.')
  expect(last.stdout).not.toContain(again.git('rev-parse', 'HEAD'))
  expect(last.stdout).toContain(`run ${again.git('rev-parse', '--short=7', 'HEAD')}`)
  const all = await again.modelassay(['show', '--all'])
  expect(all.stdout.match(/^data-validate /gm)).toHaveLength(3)
  expect(all.stdout).not.toContain('--all')
  await again.remove()
})

test('a version is shown with the records that it was registered with', async () => {
  const { code, stdout } = await place.modelassay(['show', '0.1.0', '--json'])
  expect(code).toBe(0)
  expect(
    JSON.parse(stdout)
      .map(({ stage }: { stage: string }) => stage)
      .sort(),
  ).toEqual(['data-validate', 'evaluate-gate', 'train'])
})

test('a model is shown by its digest, and so is a record; of another digest nothing is known', async () => {
  const records: StageRecord[] = JSON.parse((await place.modelassay(['show', '--json'])).stdout)
  const model = String(records.find((record) => record.stage === 'train')?.model_digest)
  const ofModel = await place.modelassay(['show', model, '--json'])
  const stages: string[] = JSON.parse(ofModel.stdout).map(({ stage }: StageRecord) => stage)
  expect(stages.sort()).toEqual(['evaluate-gate', 'register-model', 'train'])
  const train = sha256(await readFile(fileOf('train')))
  const ofRecord = await place.modelassay(['show', train.slice(7, 19)])
  expect(ofRecord.stdout.match(/^[a-z-]+ {2}[a-z-]+ {2}sha256:/gm)).toEqual(['train  trained  sha256:'])
  const { code, stderr } = await place.modelassay(['show', `sha256:${'0'.repeat(64)}`])
  expect(code).toBe(2)
  expect(stderr).toContain('no version or alias of churn')
})

test('a commit is shown by what ran there', async () => {
  const here = await place.modelassay(['show', '--json'])
  for (const commit of ['HEAD', place.git('rev-parse', '--short=7', 'HEAD')])
    expect(await place.modelassay(['show', commit, '--json'])).toMatchObject({ code: 0, stderr: '' })
  const branch = await place.modelassay(['show', place.git('branch', '--show-current'), '--json'])
  expect(JSON.parse(branch.stdout)).toHaveLength(JSON.parse(here.stdout).length)
})

test('its lineage goes to a collector as OpenLineage events, one after the other, with the key', async () => {
  const asked: {
    readonly method: unknown
    readonly url: unknown
    readonly key: unknown
    readonly event: LineageEvent
  }[] = []
  let status = 201
  const collector = createServer(async (request, response) => {
    const { method, url, headers } = request
    asked.push({ method, url, key: headers.authorization, event: (await json(request)) as LineageEvent })
    response.writeHead(status).end()
  })
  undo.push(async () => void collector.close())
  await once(collector.listen(0, '127.0.0.1'), 'listening')
  const to = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/api/v1/lineage`
  const env = { OPENLINEAGE_API_KEY: 'key-1' }
  const { code, stderr } = await place.modelassay(['show', '--openlineage', to], { env })
  expect([code, stderr]).toEqual([0, ''])
  expect(asked.map(({ event }) => `${event.eventType} ${event.job.name}`)).toEqual(
    ['data-validate', 'train', 'evaluate-gate', 'register-model'].flatMap((stage) => [
      `START churn.${stage}`,
      `COMPLETE churn.${stage}`,
    ]),
  )
  for (const { method, url, key } of asked)
    expect([method, url, key]).toEqual(['POST', '/api/v1/lineage', 'Bearer key-1'])

  status = 403
  const refused = await place.modelassay(['show', '--openlineage', to], { env })
  expect(refused.code).toBe(3)
  expect(refused.stderr).toContain('the collector of OpenLineage events did not take them: it answered 403')
  expect(refused.stderr).toContain('OPENLINEAGE_API_KEY')
  expect(refused.said).not.toContain('key-1')
})

test('a record that was changed afterwards breaks the link that leads to it', async () => {
  await change(fileOf('train'), /"loss": ?0.5/, '"loss":0.4')
  const { code, stdout, stderr } = await place.modelassay(['show'])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain('the link from evaluate-gate to train is broken')
  expect(stderr).toContain('Run train and what follows it again')
})

test('so does a file of evidence that was changed, or is gone', async () => {
  await change(fileOf('evaluate-gate', 'predictions-test.csv'), '0.9', '0.8')
  const { code, stderr } = await place.modelassay(['show'])
  expect(code).toBe(2)
  expect(stderr).toContain('the evaluate-gate record says that predictions-test.csv has digest')
})

test('where nothing has run, it says what to run', async () => {
  const empty = await workplace()
  const { code, stderr } = await empty.modelassay(['show'])
  expect(code).toBe(2)
  expect(stderr).toContain('modelassay data-validate')
  await empty.remove()
})

test('a version that does not exist is answered with those that do', async () => {
  const { code, stderr } = await place.modelassay(['show', '7.0.0'])
  expect(code).toBe(2)
  expect(stderr).toContain('Known: 0.1.0')
})

test('a pipe that is closed early ends quietly', async () => {
  const { code, stdout, stderr } = await place.shell(
    'set -o pipefail; for i in 1 2 3 4 5; do modelassay show | head -n 1 || exit $?; done',
  )
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(5)
  const both = await place.shell(
    'set -o pipefail; { modelassay data-validate 2>&1; echo "ended with $?" >&2; } | true',
  )
  expect(both.stderr).toBe('ended with 0\n')
})

test('nothing is judged or registered over a broken link', async () => {
  await change(fileOf('train'), /"loss": ?0.5/, '"loss":0.4')
  const gate = await place.json(['evaluate-gate'])
  expect(gate.ran.code).toBe(2)
  expect(gate.record).toMatchObject({ verdict: 'error', error: { code: 'record-digest' } })
  expect(gate.record.reason).toContain('the train record has digest')
  expect(await place.modelassay(['register-model'])).toMatchObject({ code: 1 })
})
