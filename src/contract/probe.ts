import type { KeyPath } from '../config/yaml-document.ts'
import { inputError } from '../errors.ts'
import type { Engine, Row, Value } from '../tables/engine/engine.ts'
import { requireRows } from '../tables/require-rows.ts'
import type { Table } from '../tables/table.ts'
import type { FaultGroup } from './fault-group.ts'
import type { ErrorCode } from './finding.ts'
import type { LoadedContract } from './load.ts'
import { type Reading, withReadings } from './reading.ts'
import type { Weight } from './weight.ts'

/**
 * Something that a table is asked by aggregates over the readings of its columns; all probes share one scan. The
 * engine keeps a copy of all arguments for each aggregate with FILTER: of thousands of columns no aggregate may have
 * one, but `count_if` or CASE.
 */
export interface Probe {
  /** SQL aggregates over the table's own columns and those of its readings */
  readonly aggregates: readonly string[]
  /** the readings that it is about, where not all of them may be */
  readonly of?: Reading
  /** SQL of one more value over the aggregates, by the names they are given; it must not raise an error */
  result?(names: readonly string[]): string
  /** @param values of the aggregates, in their order, and then the result where there is one */
  judge(values: readonly Value[]): Judgement | Suspicion | Doubt | undefined
}

/** That something may be wrong, which takes more statements to find out. */
export interface Suspicion {
  settle(): Promise<FaultGroup | undefined>
}

/** That at least one of these is so; how many rows are at fault by each is counted as the first of them are fetched. */
export interface Doubt {
  readonly among: readonly Doubtful[]
}
export type Doubtful = Omit<Judgement, 'count' | 'message'> & { readonly rows: FaultyRows }

/** A fault that a probe found; `rows` tells which rows show it, where rows do. */
export interface Judgement {
  readonly code: ErrorCode
  readonly field?: string
  /** place of the field's column in the table, from 1 */
  readonly column?: number
  readonly count: number
  readonly asked: KeyPath
  /** default: an error, of which no row may have any; a tolerance is of the table's rows */
  readonly weight?: Weight
  /** what is said where no rows are shown */
  readonly message?: string
  readonly rows?: FaultyRows
}

export interface FaultyRows {
  /** SQL: is the row at fault? */
  readonly broken: string
  /** SQL of what is wrong in it, as text; absent where there is nothing to show */
  readonly shown?: string
  /** what the rows at fault are, to follow `12 rows` */
  readonly are: string
  message(value: string): string
}

/** The engine's time for a statement grows with the square of its columns. */
const mostTogether = 1000

/**
 * Asks all probes in one scan, or, of a table of thousands of columns, in a scan for each thousand; only where rows are
 * at fault another fetches the first of each.
 * @throws AssayError input `table-changed`
 */
export async function runProbes(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  readings: readonly Reading[],
  probes: readonly Probe[],
  limit: number,
): Promise<FaultGroup[]> {
  const groups: FaultGroup[] = []
  for (const together of batchesOf(readings, probes))
    groups.push(...(await runTogether(engine, loaded, table, together.readings, together.probes, limit)))
  return groups
}

interface Batch {
  readonly readings: readonly Reading[]
  readonly probes: readonly Probe[]
}

function batchesOf(readings: readonly Reading[], probes: readonly Probe[]): Batch[] {
  if (readings.length <= 2 * mostTogether) return [{ readings, probes }]
  const ofOne = probes.filter(({ of }) => of !== undefined)
  const batches: Batch[] = []
  for (let first = 0; first < ofOne.length; first += mostTogether) {
    const some = ofOne.slice(first, first + mostTogether)
    batches.push({ readings: some.flatMap(({ of }) => of ?? []), probes: some })
  }
  return [...batches, { readings, probes: probes.filter(({ of }) => of === undefined) }]
}

async function runTogether(
  engine: Engine,
  { place }: LoadedContract,
  table: Table,
  readings: readonly Reading[],
  probes: readonly Probe[],
  limit: number,
): Promise<FaultGroup[]> {
  const aggregates = probes.flatMap((probe) => probe.aggregates)
  if (probes.length === 0 && !table.unconfirmed) return []
  const named = ['count(*) AS n', ...aggregates.map((aggregate, i) => `${aggregate} AS a${i}`)]
  let at = 0
  const asked = probes.map((probe, i) => {
    const names = probe.aggregates.map(() => `a${at++}`)
    return probe.result === undefined
      ? { probe, names }
      : { probe, names: [...names, `b${i}`], result: `${probe.result(names)} AS b${i}` }
  })
  const results = asked.flatMap(({ result }) => result ?? [])
  const [answers = {}] = await engine.rows(
    `SELECT ${['*', ...results].join(', ')} FROM (
       SELECT ${named.join(', ')} FROM ${withReadings(table.relation, readings)})`,
  )
  if (table.unconfirmed) requireRows(table, answers.n)
  const answered = asked.flatMap(
    ({ probe, names }) => probe.judge(names.map((name) => answers[name] ?? null)) ?? [],
  )
  const judged = answered.flatMap((one): readonly (Judgement | Suspicion | Doubtful)[] =>
    'among' in one ? one.among : [one],
  )
  const found = await firstRows(engine, table, readings, judged, limit)
  const groups: FaultGroup[] = []
  const confirmed = new Set<Judgement | Suspicion | Doubtful>()
  for (const [i, one] of judged.entries()) {
    const group = 'settle' in one ? await one.settle() : groupOf(one, i, place, table, found)
    if (group === undefined) continue
    groups.push(group)
    confirmed.add(one)
  }
  for (const one of answered)
    if ('among' in one && !one.among.some((each) => confirmed.has(each))) throw lostFault(table)
  return groups
}

/** Rows are at fault, and nothing says which: a pass would be a guess. */
const lostFault = ({ label }: Table) =>
  inputError('table-changed', `${label} has rows at fault at one reading, and none at the next.`, {
    hint: 'See that nothing writes to the file while it is read.',
    file: label,
  })

function groupOf(
  one: Judgement | Doubtful,
  i: number,
  place: LoadedContract['place'],
  table: Table,
  found: Row,
): FaultGroup | undefined {
  const { code, field, column, asked, weight, rows } = one
  const count = 'count' in one ? one.count : Number(found[`n${i}`])
  if (count === 0) return undefined
  const message = 'message' in one ? one.message : undefined
  return {
    code,
    ...(field === undefined ? {} : { field }),
    ...(column === undefined ? {} : { column }),
    ...(rows === undefined ? {} : { rowsAre: rows.are, faulty: rows.broken }),
    count,
    contractLine: place(asked).line,
    rule: asked.join('.'),
    ...(weight === undefined ? {} : { weight }),
    first: rows === undefined ? [{ message: message ?? '' }] : placed(table, rows, found[`f${i}`]),
  }
}

async function firstRows(
  engine: Engine,
  table: Table,
  readings: readonly Reading[],
  judged: readonly (Judgement | Suspicion | Doubtful)[],
  limit: number,
): Promise<Row> {
  const lists = judged.flatMap((one, i) => {
    if ('settle' in one || one.rows === undefined) return []
    const { shown, broken } = one.rows
    const row = `{r: r, v: ${shown === undefined ? 'NULL::VARCHAR' : `left(${shown}, 500)`}}`
    return [
      `min_by(${row}, CASE WHEN ${broken} THEN r END, ${limit}) AS f${i}`,
      ...('count' in one ? [] : [`count_if(${broken}) AS n${i}`]),
    ]
  })
  if (lists.length === 0) return {}
  const [found = {}] = await engine.rows(
    `SELECT ${lists.join(', ')} FROM ${withReadings(table.numbered, readings)}`,
  )
  return found
}

function placed(table: Table, rows: FaultyRows, found: Value | undefined): FaultGroup['first'] {
  const list = (found ?? []) as unknown as readonly { readonly r: number; readonly v: string | null }[]
  return list.map(({ r, v }) => ({
    ...table.place(Number(r)),
    ...(rows.shown === undefined ? {} : { value: v ?? '' }),
    message: rows.message(v ?? ''),
  }))
}
