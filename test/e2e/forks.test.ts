import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import type { Pull } from '../github/state.ts'
import { actProgram } from './act.ts'
import { releaseTree, usedByRelease } from './local-actions.ts'
import { buildStandIns } from './stand-ins.ts'
import { exampleFiles, openWorld, type World } from './world.ts'

const program = actProgram()
const shared = mkdtempSync(join(tmpdir(), 'e2e-forks-'))
let world: World
beforeAll(async () => {
  if (program === undefined) return
  const release = releaseTree(join(shared, 'modelassay'))
  const standIns = await buildStandIns(join(shared, 'stand-ins'))
  const files = exampleFiles('penguins')
  const path = '.github/workflows/model.yml'
  world = await openWorld({
    repo: 'penguins',
    files: { ...files, [path]: judgingOnly(files[path]!) },
    program,
    actions: {
      'modelassay/modelassay': release,
      ...Object.fromEntries(Object.entries(standIns).map(([name, folder]) => [`actions/${name}`, folder])),
    },
    nested: usedByRelease(release),
  })
  const ran = await world.push('model.yml')
  expect(ran.jobs, ran.log).toEqual({ model: 'success' })
})
afterAll(async () => {
  await world?.close()
  rmSync(shared, { recursive: true, force: true })
})

/** What serves belongs to another test, on the port that the example names. */
function judgingOnly(text: string): string {
  const document = parseDocument(text)
  document.deleteIn(['jobs', 'release'])
  return document.toString()
}

const comments = ({ number }: Pull) =>
  [...world.github.state.comments.values()].filter(({ issue }) => issue === number).map(({ body }) => body)
const checks = ({ headSha }: Pull) =>
  [...world.github.state.checkRuns.values()]
    .filter((check) => check.headSha === headSha)
    .map(({ name, conclusion }) => [name, conclusion])

test.skipIf(program === undefined)(
  'a fork is judged by its own run, which can tell nobody, and again by the workflow that may write',
  async () => {
    const params = await world.file('params.json')
    const sha = await world.commit('theirs', { 'params.json': params.replace('2000', '1500') }, 'Trust me')
    const pull = await world.openForkPull('theirs', 'Trust me', sha)
    const own = await world.pull('model.yml', pull)
    expect(own.jobs, own.log).toEqual({ model: 'success' })
    expect(own.log).toContain('comes from a fork, whose token can only read')
    expect([comments(pull), checks(pull)]).toEqual([[], []])

    const report = [...world.github.state.artifacts.values()].find(
      ({ name, run }) => name === 'modelassay-penguins-report-1.html' && run === own.run.id,
    )
    const page = world.github.artifactBytes(report!).toString('utf8')
    expect(page.slice(0, 15)).toMatch(/^<!doctype html>/i)

    const posted = await world.after('feedback.yml', own.run)
    expect(posted.jobs, posted.log).toEqual({ feedback: 'success' })
    expect(posted.outputs['feedback/0/post/passes']).toBe('true')
    const headline =
      "passes the gate by the fork's own predictions, but there is no production to compare it with yet"
    const [body, ...more] = comments(pull)
    expect(more).toEqual([])
    expect(body).toContain(`### ⚠️ \`penguins\` ${headline}`)
    expect(body).toContain('| `accuracy` | 0.9806 | 0.9806 | equal')
    expect(body).toContain('how many rows of test its training saw (0)')
    expect(body).toContain('parameter epochs: 2000 → 1500')
    expect(checks(pull)).toEqual([['modelassay: penguins → main', 'neutral']])
    expect(Object.values(posted.summary).join('')).toContain(headline)
    expect(world.github.violations).toEqual([])
  },
  180_000,
)
