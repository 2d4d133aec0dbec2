import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdingItems, holdTables, requireAsSeen, requireHeld } from '../../src/evaluate-gate/held-tables.ts'
import type { EvaluationRequest } from '../../src/evaluate-gate/request.ts'
import type { BuiltOn } from '../../src/record/built-on.ts'
import type { Json } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { CommandItem, Outcome, TaskItem } from '../../src/stage/work.ts'
import type { Workbench } from '../../src/stage/workbench.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'modelassay-held-'))
  await writeFile(join(root, 't.csv'), 'held')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const place = (path: string) => ({ path, root, workspace: root })
const evaluation = (name: string, change: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  name,
  config: { columns: {} },
  ...change,
})
const file = (label: string) => ({
  kind: 'file' as const,
  name: `file:${label}`,
  file: { path: join(root, label), label },
})
const command = { kind: 'command', id: 'evaluate test' } as CommandItem
const truth = () => ({ place: place('t.csv'), column: 'y', id: 'id' })

describe('what is held before an evaluation runs', () => {
  const items = (
    evaluations: readonly EvaluationRequest[],
    baselines: readonly ReturnType<typeof file>[] = [],
  ) => holdingItems({ evaluations, baselines }, [command])

  it('are the tables that evaluations are made on, and the files that are baselines', () => {
    const record = {
      kind: 'record' as const,
      name: 'base',
      from: 'run' as const,
      folder: '/r',
      digest: 'x',
      description: '',
    }
    const of = {
      evaluations: [
        evaluation('a', { truth: truth(), testTable: { place: place('other.csv') } }),
        evaluation('b', { testTable: { place: place('b.csv') } }),
        evaluation('c'),
      ],
      baselines: [record, file('old.csv')],
    }
    expect(holdingItems(of, [command])).toEqual([
      {
        kind: 'task',
        id: 'hold-tables',
        title: 'What the test set and its baselines hold',
        task: 'hold-tables',
        params: {
          tables: [
            { evaluation: 'a', label: 't.csv', place: place('t.csv') },
            { evaluation: 'b', label: 'b.csv', place: place('b.csv') },
          ],
          files: [{ path: join(root, 'old.csv'), label: 'old.csv', name: 'baseline file:old.csv' }],
        },
      },
    ])
  })

  it('is nothing where no command runs, or there is nothing to hold', () => {
    expect(holdingItems({ evaluations: [evaluation('a', { truth: truth() })], baselines: [] }, [])).toEqual(
      [],
    )
    expect(items([evaluation('a')])).toEqual([])
    expect(items([evaluation('a')], [file('old.csv')])).toHaveLength(1)
    expect(items([evaluation('a', { truth: truth() })])).toHaveLength(1)
  })

  it('is what is in them; what is not there yet has no digest, nor has a folder', async () => {
    const of = {
      evaluations: ['t.csv', 'later.csv', 'no*.csv'].map((path) =>
        evaluation(path, { testTable: { place: place(path) } }),
      ),
      baselines: [file('t.csv'), file('later.csv'), file('.')],
    }
    const [item] = holdingItems(of, [command]) as TaskItem[]
    const held = await holdTables(item!.params, { scratch: root, environment: {} } as unknown as Workbench)
    const digest = sha256('held')
    const tables = [{ digest: expect.stringMatching(/^sha256:/) }, {}, {}]
    expect(held).toEqual({
      tables: of.evaluations.map(({ name }, i) => ({ evaluation: name, label: name, ...tables[i] })),
      files: [
        { label: 't.csv', name: 'baseline file:t.csv', digest },
        { label: 'later.csv', name: 'baseline file:later.csv' },
        { label: '.', name: 'baseline file:.' },
      ],
    })
  })
})

const [before, after] = [sha256('before'), sha256('after')]
const identity = (value: string) => ({ kind: 'content' as const, value })
const judged = (name: string, value: string) => ({ name, identity: identity(value) })
const read = (name: string, digest = before): BuiltOn => ({ kind: 'file', name, digest })
const held = (result: object): Outcome => ({
  id: 'hold-tables',
  status: 'done',
  seconds: 0,
  result: { tables: [], files: [], ...result } as unknown as Json,
})

describe('what was judged by is what was held', () => {
  const table = (digest?: string, evaluation = 'test', label = 't.csv') => ({
    evaluation,
    label,
    ...(digest && { digest }),
  })

  it('says nothing where all is as it was, or nothing was held', () => {
    const files = [{ label: 'a.csv', name: 'baseline a', digest: before }]
    const same = { evaluations: [judged('test', before)], files: [read('baseline a'), read('b', after)] }
    expect(requireHeld([held({ tables: [table(before)], files })], same)).toEqual([])
    expect(requireHeld([held({ tables: [table(after, 'other')], files: [] })], same)).toEqual([])
    expect(requireHeld([], { evaluations: [judged('test', after)], files: [] })).toEqual([])
    const others: Outcome = { id: 'judge-inputs', status: 'done', seconds: 0 }
    expect(requireHeld([others], { evaluations: [judged('test', after)], files: [] })).toEqual([])
  })

  it('is an error where a table is another by now', () => {
    const tables = [table(undefined, 'made', 'made.csv'), table(before)]
    const evaluations = [judged('made', after), judged('test', after)]
    expect(() => requireHeld([held({ tables })], { evaluations, files: [] })).toThrow(
      't.csv, which models are judged on, changed while its evaluation ran',
    )
  })

  it('is doubted, in a sentence each, where only the command made it', () => {
    const tables = [table(), table(undefined, 'more')]
    const files = [
      { label: 'a.csv', name: 'baseline a', digest: before },
      { label: 'b.csv', name: 'baseline b' },
      { label: 'c.csv', name: 'baseline c', digest: before },
    ]
    const evaluations = [judged('test', after), judged('more', after)]
    const now = { evaluations, files: [read('baseline a', after), read('baseline b'), read('baseline c')] }
    expect(requireHeld([held({ tables, files })], now)).toEqual([
      't.csv was not there before the evaluation ran: its command made its own test set.',
      'a.csv, which the model is compared with, was written while its own evaluation ran.',
      'b.csv, which the model is compared with, was written while its own evaluation ran.',
    ])
  })

  it.each(['data-validate', 'train'] as const)('is what %s of this run looked at', (by) => {
    const seen = { test: { label: 't.csv', by, digest: before } }
    requireAsSeen([judged('test', before), judged('constructor', after)], seen)
    requireAsSeen([{ name: 'test', identity: { kind: 'git', value: after } }], seen)
    requireAsSeen([{ name: 'test', identity: { kind: 'none' } }], seen)
    expect(() => requireAsSeen([judged('test', after)], seen)).toThrow(
      `t.csv, which models are judged on, changed since ${by} of this run looked at it`,
    )
  })
})
