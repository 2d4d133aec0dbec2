import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { githubScript } from '../../src/launch/action-yml.ts'
import { actProgram } from './act.ts'
import { usedBy } from './local-actions.ts'
import { buildStandIns } from './stand-ins.ts'
import { openWorld, type World } from './world.ts'

/** The shape of the suite's actions: JavaScript, an ordinary step that holds nothing, JavaScript. */
const action = `
name: shape
description: plan, work, conclude
inputs: { token: { description: t, default: "\${{ github.token }}" } }
outputs: { seen: { description: s, value: "\${{ steps.conclude.outputs.seen }}" } }
runs:
  using: composite
  steps:
    - id: plan
      uses: ${githubScript}
      env: { INPUTS: "\${{ toJSON(inputs) }}", HERE: "\${{ github.action_path }}" }
      with:
        script: |
          const { pathToFileURL } = require('node:url')
          const { plan } = await import(pathToFileURL(require('node:path').join(process.env.HERE, 'shape.mjs')).href)
          await plan(core)
    - id: work
      shell: bash
      run: cat /proc/$$/environ /proc/$PPID/environ | tr '\\0' '\\n' > seen.txt
    - id: conclude
      if: always()
      uses: ${githubScript}
      env: { INPUTS: "\${{ toJSON(inputs) }}" }
      with:
        script: |
          const { readFileSync } = require('node:fs')
          const seen = readFileSync('seen.txt', 'utf8')
          core.setOutput('seen', seen.includes(process.env.ACTIONS_RUNTIME_TOKEN))
          await core.summary.addRaw('a summary').write()
          const { owner, repo } = context.repo
          await github.rest.issues.createComment({ owner, repo, issue_number: context.issue.number, body: 'hello' })
`
const shape = `import { writeFileSync } from 'node:fs'
export async function plan(core) { core.setOutput('work', 'true'); writeFileSync('plan.txt', process.env.GITHUB_SHA) }
`
const workflow = `
name: shape
on: pull_request
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    permissions: { contents: read, pull-requests: write }
    outputs: { seen: "\${{ steps.shape.outputs.seen }}" }
    steps:
      - uses: actions/checkout@v7
      - id: shape
        uses: suite/suite/actions/shape@v1
      - uses: actions/upload-artifact@v7
        with: { name: plan, path: plan.txt }
  two:
    needs: one
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@v7
      - uses: actions/download-artifact@v8
        with: { name: plan, path: got }
      - id: got
        env: { SEEN: "\${{ needs.one.outputs.seen }}" }
        run: echo "plan=$(cat got/plan.txt) seen=$SEEN tree=$(cat data.txt)" >> "$GITHUB_OUTPUT"
      - id: refused
        uses: suite/suite/actions/shape@v1
`

const program = actProgram()
let world: World
let folder: string
beforeAll(async () => {
  if (!program) return
  folder = mkdtempSync(join(tmpdir(), 'harness-'))
  const at = join(folder, 'suite', 'actions', 'shape')
  mkdirSync(at, { recursive: true })
  writeFileSync(join(at, 'action.yml'), action)
  writeFileSync(join(at, 'shape.mjs'), shape)
  const standIns = await buildStandIns(join(folder, 'stand-ins'))
  world = await openWorld({
    repo: 'shape',
    files: { '.github/workflows/shape.yml': workflow, 'data.txt': 'main' },
    program,
    actions: {
      'suite/suite': join(folder, 'suite'),
      ...Object.fromEntries(Object.entries(standIns).map(([name, at]) => [`actions/${name}`, at])),
    },
    nested: usedBy(action),
  })
})
afterAll(async () => {
  await world?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test.skipIf(!program)(
  'a workflow runs as GitHub runs it: tokens by step, permissions by job, the tested commit',
  async () => {
    await world.commit('topic', { 'data.txt': 'topic' }, 'A change')
    const pull = await world.openPull('topic', 'A change')
    const ran = await world.pull('shape.yml', pull)
    const { github } = world

    expect(ran.jobs, ran.log).toEqual({ one: 'success', two: 'failure' })
    expect(ran.outputs['one/shape/conclude/seen']).toBe('false')
    expect(ran.outputs['two/got/plan']).toBe(`${pull.mergeSha} seen=false tree=topic`)
    expect(ran.summary.one).toBe('a summary')
    expect(ran.log).toContain('Resource not accessible by integration')
    expect([...github.state.comments.values()].map(({ body, issue }) => [body, issue])).toEqual([
      ['hello', pull.number],
    ])
    expect([...github.state.artifacts.values()].map(({ name, run }) => [name, run])).toEqual([
      ['plan', ran.run.id],
    ])
    expect(ran.run.attempts).toMatchObject([{ status: 'completed', conclusion: 'failure' }])
    expect([...github.state.jobs.values()].map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['one', 'success'],
      ['two', 'failure'],
    ])
    expect(github.violations).toEqual([])
  },
)
