import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attempted } from '../../src/drift-check/actions.ts'
import { issueText } from '../../src/drift-check/issue-text.ts'
import type { Forge } from '../../src/forge/forge.ts'
import { expectClean, type ForgeFixture, newForgeFixture } from '../forge/github/forge-on-localhost.ts'
import type { Permissions } from '../github/permissions.ts'
import { githubWorld } from '../registry/world.ts'
import { type Check, type Checked, check, csv, customers, place, times } from './drift-run.ts'
import { inProduction, scheduled, trainedOn } from './in-production.ts'

const workflow = '.github/workflows/model.yml'
const now = new Date('2026-03-01T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

const reference = customers(1000)
const drifted = { 'reference.csv': reference, 'live.csv': customers(300, { years: 25 }) }
const stable = { 'reference.csv': reference, 'live.csv': customers(300) }
const few = { 'reference.csv': reference, 'live.csv': customers(10, { years: 25 }) }

describe('on GitHub', () => {
  let fixture: ForgeFixture
  beforeEach(async () => {
    fixture = await newForgeFixture()
    await fixture.commit('main', { [workflow]: 'on: workflow_dispatch\n' })
  })
  afterEach(async () => {
    expectClean(fixture)
    await fixture.close()
  })

  const run = async (files: Check['files'], drift: Check['drift'], changes: Check & { forge?: Forge } = {}) =>
    check(
      await place(changes.forge ?? fixture.forge, {
        kind: 'github',
        url: 'https://github.com/assay/penguins/actions/runs/7',
        now: () => now,
      }),
      { files: files ?? {}, drift: { columns: ['age', 'plan'], ...drift }, ...changes },
    )
  const issues = () => [...fixture.github.state.issues.values()]
  const dispatches = () => fixture.github.state.dispatches
  const action = ({ record }: Checked, name: string) => record.actions?.find((one) => one.name === name)
  const tokenWith = (permissions: Permissions) => fixture.forgeOf(fixture.github.issueToken({ permissions }))

  describe('the issue', () => {
    const issue = { on_drift: ['issue'] }

    test('is opened once, says what drifted, and is named in the record and the outputs', async () => {
      const checked = await run(drifted, issue)
      expect(checked.record.verdict).toBe('drifted')
      const [opened, ...more] = issues()
      expect(more).toEqual([])
      expect(opened).toMatchObject({
        state: 'open',
        labels: ['modelassay-drift'],
        author: 'github-actions[bot]',
        title: 'Drift: 1 of 2 columns of churn no longer looks like the reference data',
      })
      expect(opened?.body?.split('\n')).toEqual([
        '<!-- modelassay drift of churn -->',
        'Live data `live.csv` (300 rows) was compared with reference.csv (1,000 rows).',
        '50% of the compared columns drifted.',
        '',
        '| column | PSI | matters from | p, adjusted |  |',
        '| --- | --: | --: | --: | --- |',
        expect.stringMatching(/^\| `age` \| \d\.\d{3} \| 0\.2 \| \d.* \| {2}\|$/),
        '',
        'Look at the columns above, and train again on newer data.',
        '',
        '[The check](<https://github.com/assay/penguins/actions/runs/7>)',
        '',
        'This issue is kept up to date, and closed once the data looks as it did.',
      ])
      const url = `https://github.com/assay/penguins/issues/${opened?.number}`
      expect(checked.record.actions).toEqual([
        { name: 'issue', outcome: 'done', detail: `opened #${opened?.number}`, url },
      ])
      expect(checked.outputs['issue-url']).toBe(url)
    })

    test('is brought up to date by the next check, and left alone where it says the same already', async () => {
      await run(drifted, issue)
      expect(action(await run(drifted, issue), 'issue')).toMatchObject({ outcome: 'unchanged' })
      const worse = { ...drifted, 'live.csv': customers(300, { years: 25, premium: 0.9 }) }
      expect(action(await run(worse, issue), 'issue')).toMatchObject({
        outcome: 'done',
        detail: 'updated #1',
      })
      expect(issues()).toMatchObject([{ state: 'open', title: expect.stringMatching(/^Drift: 2 of 2/) }])
      expect(issues()[0]?.body).toMatch(/`age`[\s\S]*`plan`|`plan`[\s\S]*`age`/)
    })

    test('is closed by itself, with a word why, and a new one is opened when the data drift again', async () => {
      await run(drifted, issue)
      const closed = await run(stable, issue)
      expect(closed.record.actions).toEqual([
        { name: 'issue', outcome: 'done', detail: 'closed #1', url: expect.stringContaining('/issues/1') },
      ])
      expect(issues()).toMatchObject([{ number: 1, state: 'closed' }])
      expect([...fixture.github.state.comments.values()]).toMatchObject([
        { issue: 1, body: 'The live data looks as it did: no column drifts any more.' },
      ])
      expect(action(await run(stable, issue), 'issue')).toEqual({
        name: 'issue',
        outcome: 'unchanged',
        detail: 'no open issue',
      })
      await run(drifted, issue)
      expect(issues().map(({ state }) => state)).toEqual(['closed', 'open'])
    })

    test('stays as it is while there is too little data to tell, and after an error', async () => {
      await run(drifted, issue)
      const before = structuredClone(issues())
      expect((await run(few, issue)).record).toMatchObject({ verdict: 'inconclusive', actions: [] })
      expect((await run({ ...few, 'live.csv': 'oops' }, issue)).record.verdict).toBe('error')
      expect(issues()).toEqual(before)
    })

    test('is not opened where nobody asked for it', async () => {
      expect((await run(drifted, {})).record.actions).toEqual([])
      expect(issues()).toEqual([])
    })

    test('is never one of somebody else: neither by title, nor by label, nor of another model', async () => {
      const title = 'Drift: 1 of 2 columns of churn no longer looks like the reference data'
      const labels = ['modelassay-drift']
      fixture.github.openIssue({ title, author: 'eve', body: 'mine' })
      fixture.github.openIssue({
        title,
        author: 'eve',
        labels,
        body: 'See <!-- modelassay drift of churn -->',
      })
      fixture.github.openIssue({
        title,
        author: 'eve',
        labels,
        body: '<!-- modelassay drift of churn-eu -->\n',
      })
      fixture.github.openIssue({ title, author: 'eve', body: '<!-- modelassay drift of churn -->\nno label' })
      const before = structuredClone(issues())
      await run(stable, issue)
      expect(issues()).toEqual(before)
      await run(drifted, issue)
      expect(issues()).toHaveLength(5)
      expect(issues().slice(0, 4)).toEqual(before)
      await run(stable, issue)
      expect(issues().map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'closed'])
    })

    test('is one for each model', async () => {
      await run(drifted, issue)
      await run(drifted, issue, { config: { name: 'churn-eu' } })
      expect(issues().map(({ title }) => title)).toEqual([
        expect.stringContaining('columns of churn no longer'),
        expect.stringContaining('columns of churn-eu no longer'),
      ])
      await run(stable, issue)
      expect(issues().map(({ state }) => state)).toEqual(['closed', 'open'])
    })

    test('is one again where two checks at once opened two', async () => {
      await run(drifted, issue)
      const [first] = structuredClone(issues())
      fixture.github.openIssue({
        title: first!.title,
        author: 'github-actions[bot]',
        labels: ['modelassay-drift'],
        body: first!.body!,
      })
      await run(drifted, issue)
      expect(issues().map(({ number, state }) => [number, state])).toEqual([
        [1, 'open'],
        [2, 'closed'],
      ])
    })

    test('shows hostile names as text', async () => {
      const names = [
        'a|b`c``d',
        'two\nlines\n# title\n::error::x',
        '<script>alert(1)</script>',
        '@mention #1',
        '--> <!-- modelassay drift of other -->',
        ...times(30, (i) => `column ${i}`),
      ]
      const table = (by: number) =>
        csv(Object.fromEntries(names.map((name) => [name, times(60, (row) => (row % 5) + by)])))
      const files = { 'reference.csv': table(0), 'live.csv': table(9) }
      const { record } = await run(files, { ...issue, columns: undefined })
      expect(record).toMatchObject({ verdict: 'drifted', actions: [{ outcome: 'done' }] })
      expect(record.reason).toMatch(/^35 of 35 columns drifted: .* and 25 more$/)
      const [opened] = issues()
      expect(opened?.title).toBe('Drift: 35 of 35 columns of churn no longer look like the reference data')
      const lines = (opened?.body ?? '').split('\n')
      expect(lines).toContain("5 more are in the check's record.")
      expect(lines.filter((line) => line.startsWith('| '))).toHaveLength(32)
      for (const line of lines.filter((one) => /^\| `/.test(one)))
        expect(line.match(/(?<!\\)\|/g), line).toHaveLength(6)
      expect(lines.filter((line) => /^(#|::)/.test(line))).toEqual([])
      const shown = lines.map((line) => line.split(' | ')[0])
      expect(shown).toContain('| ```a\\|b`c``d```')
      expect(shown).toContain('| `<script>alert(1)</script>`')
      expect(shown).toContain('| `@mention #1`')
    })

    test('stays below what GitHub stores, however many columns drifted and whatever their names', async () => {
      const columns = times(500, (i) => ({
        name: `${i}${'`|'.repeat(200)}`,
        kind: 'numeric' as const,
        method: 'psi',
        score: 1,
        threshold: 0.2,
        p_adjusted: 0,
        drifted: true,
        rows: 60,
        reason: '<'.repeat(50),
      }))
      const { title, body } = issueText({ name: 'x'.repeat(64), columns }, '*'.repeat(2000))
      expect(title.length).toBeLessThanOrEqual(256)
      expect(body.length).toBeLessThan(65_000)
      expect(body).toContain("470 more are in the check's record.")
    })

    test.each<[string, Permissions, RegExp]>([
      ['the token may not write issues', { issues: 'read', actions: 'write' }, /permission "issues: write"/],
      ['the token may not even read issues', { actions: 'write' }, /issues/],
    ])('that cannot be posted because %s changes no verdict', async (_, permissions, detail) => {
      const checked = await run(
        drifted,
        { ...issue, fail_on: 'drifted' },
        { forge: await tokenWith(permissions) },
      )
      expect(checked.record).toMatchObject({ verdict: 'drifted', passes: false, share: 0.5 })
      expect(checked.exitCode).toBe(1)
      expect(action(checked, 'issue')).toMatchObject({
        outcome: 'failed',
        detail: expect.stringMatching(detail),
      })
      expect(checked.outputs['issue-url']).toBe('')
      const calm = await run(stable, issue, { forge: await tokenWith(permissions) })
      expect(calm.record).toMatchObject({ verdict: 'stable', passes: true })
      expect(calm.exitCode).toBe(0)
    })

    test('that GitHub does not take, whatever is thrown, changes no verdict', async () => {
      const failing = {
        ...fixture.forge,
        issues: { ...fixture.forge.issues, labelled: () => Promise.reject(new TypeError('x is undefined')) },
      }
      const checked = await run(drifted, issue, { forge: failing })
      expect(checked.record).toMatchObject({
        verdict: 'drifted',
        actions: [{ name: 'issue', outcome: 'failed', detail: 'TypeError: x is undefined' }],
      })
      const calm = await run(stable, issue, { forge: failing })
      expect(calm.record).toMatchObject({ verdict: 'stable', passes: true })
    })
  })

  describe('retraining', () => {
    const retrain = { on_drift: ['retrain'], retrain_workflow: 'model.yml' }
    const ran = (at: Date, changes: object = {}) =>
      fixture.github.addRun({
        workflow,
        event: 'workflow_dispatch',
        headBranch: 'main',
        headSha: 'a'.repeat(40),
        createdAt: at,
        ...changes,
      })

    test('is dispatched on the default branch when data drift, and only then', async () => {
      expect((await run(stable, retrain)).record.actions).toEqual([])
      expect((await run(few, retrain)).record.actions).toEqual([])
      expect(dispatches()).toEqual([])
      expect((await run(drifted, retrain)).record.actions).toEqual([
        { name: 'retrain', outcome: 'done', detail: 'dispatched model.yml on main' },
      ])
      expect(dispatches()).toMatchObject([{ kind: 'workflow_dispatch', workflow, ref: 'main', inputs: {} }])
    })

    test('is not dispatched twice within the cool-down, and is after it', async () => {
      ran(hoursAgo(23.5))
      expect((await run(drifted, retrain)).record).toMatchObject({
        verdict: 'drifted',
        actions: [
          {
            name: 'retrain',
            outcome: 'skipped',
            detail: 'it was dispatched 23.5 hours ago, within the cool-down of 24 hours',
            url: expect.stringContaining('/actions/runs/'),
          },
        ],
      })
      expect(dispatches()).toEqual([])
      const short = { ...retrain, cooldown_hours: 23 }
      expect(action(await run(drifted, short), 'retrain')).toMatchObject({ outcome: 'done' })
      expect(dispatches()).toHaveLength(1)
    })

    test('that this check dispatched cools down too', async () => {
      await run(drifted, retrain)
      expect(action(await run(drifted, retrain), 'retrain')).toMatchObject({ outcome: 'skipped' })
      expect(dispatches()).toHaveLength(1)
    })

    test('is not held up by runs that were no retraining of the default branch', async () => {
      ran(hoursAgo(1), { event: 'push' })
      ran(hoursAgo(1), { headBranch: 'try' })
      ran(hoursAgo(1), { workflow: '.github/workflows/other.yml' })
      ran(hoursAgo(25))
      expect(action(await run(drifted, retrain), 'retrain')).toMatchObject({ outcome: 'done' })
    })

    test('is told in the issue', async () => {
      const both = { ...retrain, on_drift: ['issue', 'retrain'] }
      await run(drifted, both)
      expect(issues()[0]?.body).toContain('\nRetraining: dispatched model.yml on main\n')
      await run(drifted, both)
      expect(issues()).toHaveLength(1)
      expect(issues()[0]?.body).toMatch(
        /\nRetraining: it was dispatched 0\.0 hours ago, within the cool-down/,
      )
    })

    test('needs a workflow to dispatch, and says so', async () => {
      const { record } = await run(drifted, { on_drift: ['retrain'] })
      expect(record).toMatchObject({
        verdict: 'drifted',
        actions: [{ outcome: 'skipped', detail: expect.stringContaining('set drift.retrain_workflow') }],
      })
    })

    test.each([
      ['there is no such workflow', { ...retrain, retrain_workflow: 'gone.yml' }, /gone\.yml/],
      ['the token may not', retrain, /permission "actions: write"/],
    ])(
      'that cannot be dispatched because %s changes no verdict, and the issue says why',
      async (_, drift, why) => {
        const forge = await tokenWith({ issues: 'write', actions: 'read', contents: 'read' })
        const both = { ...drift, on_drift: ['retrain', 'issue'], fail_on: 'drifted' }
        const { record, exitCode } = await run(drifted, both, { forge })
        expect(record).toMatchObject({
          verdict: 'drifted',
          actions: [
            { name: 'retrain', outcome: 'failed', detail: expect.stringMatching(why) },
            { name: 'issue', outcome: 'done' },
          ],
        })
        expect(exitCode).toBe(1)
        expect(issues()[0]?.body).toContain('Retraining: ')
        expect(dispatches()).toEqual([])
      },
    )
  })
})

describe('retraining of what is in production', () => {
  const drift = { reference: 'production', columns: ['age'], on_drift: ['issue', 'retrain'] }
  const config = { data: { tables: { train: 'train.csv' } } }
  let world: Awaited<ReturnType<typeof githubWorld>>
  beforeAll(async () => {
    world = await githubWorld()
    await inProduction(world, 'one', await trainedOn(reference))
  })
  afterAll(() => world.close())
  const state = () => world.fixture.github.state
  const run = async (files: Check['files']) =>
    check(await scheduled(world), { files: { ...drifted, ...files }, drift, config })
  const body = () => [...state().issues.values()].map((issue) => issue.body).join()

  test('is not dispatched while the training data is what production learnt from, and the issue says so', async () => {
    const { record } = await run({ 'train.csv': reference })
    const detail =
      'no new training data has come since production was trained, so training again would change nothing'
    expect(record).toMatchObject({
      verdict: 'drifted',
      actions: [
        { name: 'retrain', outcome: 'skipped', detail },
        { name: 'issue', outcome: 'done' },
      ],
    })
    expect(state().dispatches).toEqual([])
    expect(body()).toContain(`Retraining: ${detail}`)
    expect([...state().issues.values()][0]?.title).toBe(
      'Drift: 1 of 1 column of churn no longer looks like its training data',
    )
  })

  test('is dispatched, by the workflow that registered it, once new data has come', async () => {
    const { record } = await run({ 'train.csv': customers(1001) })
    expect(record.actions?.[0]).toEqual({
      name: 'retrain',
      outcome: 'done',
      detail: 'dispatched .github/workflows/model.yml on main',
    })
    expect(state().dispatches).toMatchObject([{ workflow, ref: 'main' }])
    expect(body()).toContain('Retraining: dispatched')
    expect(state().issues.size).toBe(1)
  })

  test('is no reason to fail where the training data is not there to be looked at', async () => {
    const at = await scheduled(world)
    const { record } = await check(at, {
      files: drifted,
      drift: { ...drift, cooldown_hours: 0 },
      config: { data: { tables: { train: 'elsewhere.csv' } } },
    })
    expect(record).toMatchObject({ verdict: 'drifted', actions: [{ name: 'retrain', outcome: 'done' }, {}] })
    expect(at.runner.lines.join('\n')).toContain(
      'warning: Whether new training data has come cannot be told: There is no file elsewhere.csv.',
    )
  })
})

test('a host without issues and workflows says that it has none', async () => {
  const { record, exitCode } = await check(await place(), {
    files: drifted,
    drift: { columns: ['age'], on_drift: ['issue', 'retrain'] },
  })
  const detail = 'this host has no issues and no workflows'
  expect(record).toMatchObject({
    verdict: 'drifted',
    actions: [
      { name: 'issue', outcome: 'skipped', detail },
      { name: 'retrain', outcome: 'skipped', detail },
    ],
  })
  expect(exitCode).toBe(0)
  const calm = await check(await place(), { files: stable, drift: { on_drift: ['retrain'] } })
  expect(calm.record.actions).toEqual([])
})

test('what an action throws is its own outcome', async () => {
  expect(await attempted('issue', () => Promise.reject(new Error('no')))).toEqual({
    name: 'issue',
    outcome: 'failed',
    detail: 'Error: no',
  })
})
