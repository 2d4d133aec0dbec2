import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { githubScript } from '../src/launch/action-yml.ts'
import { actProgram } from '../test/e2e/act.ts'
import { releaseTree, usedByRelease } from '../test/e2e/local-actions.ts'
import { buildStandIns } from '../test/e2e/stand-ins.ts'
import { openWorld, type WorldOptions } from '../test/e2e/world.ts'
import { dvcMetricsDiff } from './dvc-metrics-diff.ts'
import { measure, type Timing } from './measure.ts'
import { type Row, rowsOf } from './table.ts'

const turns = 9

/** Names by step id; the first is what the others are measured against. */
const steps = {
  gate: 'modelassay evaluate-gate on two metrics files',
  frame: 'the same three steps, all empty',
  nothing: 'a composite that runs true',
}
const peer = { dvc: 'dvc metrics diff HEAD~1 HEAD, the process alone' }

const emptyScript = `{ uses: ${githubScript.replace(/ #.*$/, '')}, with: { script: "0" } }`
const emptyRun = '{ shell: bash, run: "true" }'
const composites = {
  frame: [emptyScript, emptyRun, emptyScript],
  nothing: [emptyRun],
}

const workflow = `
name: model
on: { push: { branches: [main] } }
permissions: {}
jobs:
  model:
    runs-on: ubuntu-latest
    permissions: { contents: read, actions: read, checks: write }
    steps:
      - uses: actions/checkout@v7
      - id: nothing
        uses: bench/nothing@v1
      - id: frame
        uses: bench/frame@v1
      - id: gate
        uses: modelassay/modelassay/actions/evaluate-gate@v1
        with: { metrics: after.json, baselines: "file:before.json", rules: "{accuracy: {max_worsening: 0.01}}" }
`

const files = {
  '.github/workflows/model.yml': workflow,
  'before.json': '{"accuracy": 0.95}\n',
  'after.json': '{"accuracy": 0.949}\n',
}

/** What a step of the suite costs under act: its three processes, its record, the artifact, the check run. */
export async function actionStep(): Promise<Row[]> {
  const program = actProgram()
  if (program === undefined) throw new Error('act cannot be had: see the line above')
  const folder = mkdtempSync(join(tmpdir(), 'modelassay-bench-'))
  try {
    const release = releaseTree(join(folder, 'modelassay'))
    const standIns = await buildStandIns(join(folder, 'stand-ins'))
    const actions = {
      'modelassay/modelassay': release,
      ...writeComposites(folder),
      ...Object.fromEntries(Object.entries(standIns).map(([name, path]) => [`actions/${name}`, path])),
    }
    // Tests keep what node compiles from step to step; a job on GitHub does not.
    const env = { NODE_COMPILE_CACHE: '' }
    const world = { repo: 'bench', files, program, actions, env, nested: usedByRelease(release) }
    const dvc = dvcMetricsDiff(folder, [{ accuracy: 0.95 }, { accuracy: 0.949 }])
    const seconds: Record<string, number>[] = []
    for (let turn = 0; turn <= turns; turn++) {
      const [{ seconds: alone }] = (await measure([dvc], 1)) as [Timing]
      seconds.push({ ...(await secondsByStep(world)), dvc: alone[0]! })
    }
    // The first turn only warms the caches.
    const warm = seconds.slice(1)
    return rowsOf(
      'an action step under act',
      Object.entries({ ...steps, ...peer }).map(([id, name]) => ({
        name,
        seconds: warm.map((turn) => turn[id]!).sort((a, b) => a - b),
      })),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns folders by `bench/<name>` */
function writeComposites(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(composites).map(([name, list]) => {
      const at = join(folder, name)
      mkdirSync(at)
      writeFileSync(
        join(at, 'action.yml'),
        `name: ${name}\ndescription: nothing\nruns: { using: composite, steps: [${list.join(', ')}] }\n`,
      )
      return [`bench/${name}`, at]
    }),
  )
}

async function secondsByStep(options: WorldOptions): Promise<Record<string, number>> {
  const world = await openWorld(options)
  try {
    const ran = await world.push('model.yml')
    const seconds = Object.fromEntries(ran.steps.map((step) => [step.id, step.seconds]))
    if (ran.exitCode !== 0 || Object.keys(steps).some((id) => seconds[id] === undefined))
      throw new Error(`the workflow did not run through: ${ran.log}`)
    return seconds
  } finally {
    await world.close()
  }
}
