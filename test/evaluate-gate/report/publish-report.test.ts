import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outsideError } from '../../../src/errors.ts'
import { publishReport } from '../../../src/evaluate-gate/report/publish-report.ts'
import { readRunRecords } from '../../../src/evaluate-gate/report/run-records.ts'
import { canonicalJson } from '../../../src/record/canonical-json.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { gateRecord } from '../../report/gate-records.ts'

let temp: string
beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'modelassay-publish-'))
})
afterAll(() => rm(temp, { recursive: true, force: true }))

const url = 'https://github.com/acme/penguins/actions/runs/4711/attempts/12'

function host(save: (file: string) => Promise<void>) {
  const warnings: string[] = []
  const unused = () => Promise.reject(new Error('not part of this test'))
  return {
    warnings,
    url,
    temp,
    workspace: temp,
    log: {
      info: () => {},
      warning: (text: string) => void warnings.push(text),
      annotate: () => {},
      group: () => ({ end: () => {} }),
      raw: () => {},
    },
    bundles: {
      save: unused,
      ofThisRun: unused,
      fetch: unused,
      saveFile: async (file: string) => {
        await save(file)
        return { name: basename(file), id: '88', runId: '4711', createdAt: new Date(0) }
      },
    },
  }
}

const none = { ofRun: [], earlier: [] }

const stored = (record = gateRecord()) => ({ record, digest: sha256('record'), folder: temp })

describe('the report that a gate leaves', () => {
  it('is a page that names model and attempt, and is found under the artifacts of the run', async () => {
    const saved = new Map<string, string>()
    const runner = host(async (file) => void saved.set(basename(file), await readFile(file, 'utf8')))
    expect(await publishReport(stored(), none, runner)).toBe(
      'https://github.com/acme/penguins/actions/runs/4711/artifacts/88',
    )
    expect([...saved.keys()]).toEqual(['modelassay-penguins-report-1.html'])
    expect([...saved.values()][0]).toContain('passes the gate')
  })

  it('that cannot be kept is a warning with the remedy, and no error', async () => {
    const runner = host(async () => {
      throw outsideError('artifact-upload', 'the service answers 503', { hint: 'Run the job again.' })
    })
    expect(await publishReport(stored(), none, runner)).toBeUndefined()
    expect(runner.warnings).toEqual([
      'Could not keep the report: the service answers 503. Run the job again. The verdict stands.',
    ])
  })

  it('is found in the folder of the runs off GitHub, and nowhere where its host has no page', async () => {
    const { url: _page, ...bare } = host(async () => undefined)
    const runs = join(temp, '.modelassay', 'runs')
    const found = await publishReport(stored(), none, { ...bare, runs })
    expect(found).toBe(join('.modelassay', 'runs', '4711', 'modelassay-penguins-report-1.html'))
    expect(await publishReport(stored(), none, bare)).toBeUndefined()
  })

  it('that fails in an unknown way is a warning too', async () => {
    const runner = host(async () => {
      throw new Error('no space left')
    })
    expect(await publishReport(stored(), none, runner)).toBeUndefined()
    expect(runner.warnings).toEqual(['Could not keep the report: no space left. The verdict stands.'])
  })

  it('names the page of its run, and what tables were at the training of the first baseline that has one', async () => {
    const pages: string[] = []
    const runner = host(async (file) => void pages.push(await readFile(file, 'utf8')))
    const recordIn = async (record: object, files: Readonly<Record<string, string>> = {}) => {
      const folder = await mkdtemp(join(temp, 'of-'))
      for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
      const evidence = Object.entries(files).map(([path, text]) => ({
        path,
        digest: sha256(text),
        bytes: text.length,
      }))
      const text = canonicalJson({ ...record, evidence } as never)
      await writeFile(join(folder, 'record.json'), text)
      return { folder, digest: sha256(text) }
    }
    const column = { name: 'bill_depth', kind: 'numeric', missing: 0, invalid: 0, distinct: 2, edges: [1] }
    const profile = (mean: number) =>
      JSON.stringify({
        schema: 'modelassay/profile/v1',
        rows: 2,
        columns: [{ ...column, count: 2, min: 0, max: 2 * mean, mean, counts: [1, 1] }],
      })
    const { evaluations: _e, comparisons: _c, ...head } = gateRecord()
    const table = { name: 'train', path: 't.csv', role: 'train', identity: { kind: 'none' }, format: 'csv' }
    const train = { ...head, stage: 'train', verdict: 'trained', tables: [table] }
    const now = await recordIn(train, { 'profile-train.json': profile(41) })
    const earlier = [
      { ...(await recordIn(train, { 'profile-train.json': profile(43) })), baseline: 'the old one' },
      { ...(await recordIn(train, { 'profile-train.json': profile(47) })), baseline: 'another' },
    ]
    await publishReport(stored(), { ofRun: [now], earlier }, runner)
    expect(pages[0]).toContain('bill_depth')
    expect(pages[0]).toContain('the old one')
    expect(pages[0]).not.toContain('another')
    expect(pages[0]).toContain(url)
    const gate = { ...(await recordIn(gateRecord())), baseline: 'the old one' }
    await publishReport(stored(), { ofRun: [now], earlier: [gate] }, runner)
    expect(pages[1]).not.toContain('the old one')
    expect(pages[1]).toContain('bill_depth')
    expect(runner.warnings).toEqual([])
  })

  it('is not made where nothing was measured', async () => {
    const { evaluations: _, ...record } = gateRecord({ verdict: 'error', passes: false })
    const runner = host(async () => expect.unreachable())
    expect(await publishReport(stored(record), none, runner)).toBeUndefined()
    expect(runner.warnings).toEqual([])
  })

  it('takes a record of the run only as the plan read it', async () => {
    const text = canonicalJson(gateRecord())
    await writeFile(join(temp, 'record.json'), text)
    expect(await readRunRecords([{ folder: temp, digest: sha256(text) }])).toHaveLength(1)
    await writeFile(join(temp, 'record.json'), text.replace('penguins', 'pelicans'))
    expect(await readRunRecords([{ folder: temp, digest: sha256(text) }])).toEqual([])
    expect(await readRunRecords([{ folder: join(temp, 'gone'), digest: sha256(text) }])).toEqual([])
  })
})
