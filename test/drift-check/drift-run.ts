import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { driftCheck } from '../../src/drift-check/stage.ts'
import { tasks } from '../../src/drift-check/tasks.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { openProject } from '../../src/launch/open-project.ts'
import { planStage } from '../../src/launch/plan.ts'
import { readOutcomes, readPlan, writeOutcomes, writePlan } from '../../src/launch/plan-file.ts'
import { doWork } from '../../src/launch/work.ts'
import type { RecordOf } from '../../src/record/record.ts'
import { stageRecordSchema } from '../../src/record/record.ts'
import type { Runner } from '../../src/runner/runner.ts'
import type { Ports, Stage } from '../../src/stage/stage.ts'
import type { Trust } from '../../src/trust/trust.ts'
import { type MemoryRunner, memoryRunner } from '../ports/memory-runner.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

/** A workspace, and what a check in it may reach. */
export interface Place extends Ports {
  readonly runner: MemoryRunner
}

/** A workspace of a test's own; with a forge where people are to be told. */
export async function place(forge?: Ports['forge'], changes: Partial<Runner> = {}): Promise<Place> {
  return { runner: await memoryRunner(changes), forge, trust: {} as Trust }
}

/** What a check came to. */
export interface Checked {
  readonly record: RecordOf<'drift-check'>
  readonly exitCode: number
  readonly outputs: Readonly<Record<string, string>>
}

export interface Check {
  /** files to write into the workspace before; modelassay.yml among them replaces the one made of `drift` */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** the `drift` block of modelassay.yml; by default live.csv is compared with reference.csv */
  readonly drift?: Readonly<Record<string, unknown>>
  /** other blocks of modelassay.yml */
  readonly config?: Readonly<Record<string, unknown>>
  /** inputs of the action */
  readonly given?: Readonly<Record<string, string>>
  /** what the web holds, by address; nothing else of it answers */
  readonly web?: Readonly<Record<string, string>>
}

/** Checks a workspace for drift, as the action does. */
export async function check(
  at: Place,
  { files = {}, drift = {}, config = {}, given = {}, web = {} }: Check,
): Promise<Checked> {
  const ports: Place = { ...at, runner: { ...at.runner, engine: { cache: engineCache } } }
  const { runner } = ports
  const settings = {
    name: 'churn',
    ...config,
    drift: { reference: 'reference.csv', current: 'live.csv', ...drift },
  }
  for (const [name, content] of Object.entries({ 'modelassay.yml': JSON.stringify(settings), ...files })) {
    await mkdir(dirname(join(runner.workspace, name)), { recursive: true })
    await writeFile(join(runner.workspace, name), content)
  }
  const stage = driftCheck as unknown as Stage
  const plan = await planStage({ stage, ports, loadProject: () => openProject(stage, given, ports) })
  const { file, digest } = await writePlan(plan)
  await doWork(plan, {
    log: runner.log,
    env: {},
    tasks,
    signal: new AbortController().signal,
    now: () => runner.now(),
    fetch: async (address) =>
      new Response(web[String(address)], { status: String(address) in web ? 200 : 404 }),
    keep: (outcomes) => writeOutcomes(file, outcomes),
  })
  const read = await readPlan(file, digest)
  const { record, ...rest } = await concludeStage(stage, read, await readOutcomes(file, read), ports)
  expect(stageRecordSchema.safeParse(record).error).toBeUndefined()
  expect(JSON.stringify(record)).not.toMatch(/:null|NaN/)
  return { ...rest, record: record as RecordOf<'drift-check'> }
}

/** CSV of columns by name; every cell is quoted. */
export function csv(columns: Readonly<Record<string, readonly (string | number)[]>>): string {
  const quoted = (cell: string | number) => `"${String(cell).replaceAll('"', '""')}"`
  const names = Object.keys(columns)
  const rows = Object.values(columns)[0]!.map((_, row) => names.map((name) => quoted(columns[name]![row]!)))
  return [names.map(quoted), ...rows].map((cells) => `${cells.join(',')}\n`).join('')
}

/** As many values as wanted, of the number of the row. */
export const times = <T>(rows: number, value: (row: number) => T): T[] =>
  Array.from({ length: rows }, (_, row) => value(row))

/** Customers of whom the `years` and the share of premium plans can be moved; without chance. */
export const customers = (rows: number, { years = 0, premium = 0.25 } = {}) =>
  csv({
    id: times(rows, (row) => `c${row}`),
    age: times(rows, (row) => 20 + ((row * 37) % 60) + years),
    plan: times(rows, (row) => (((row * 61) % 100) / 100 < premium ? 'premium' : 'basic')),
  })

/** mulberry32: a seeded generator of uniform numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
