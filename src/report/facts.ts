import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { StageRecord } from '../record/record.ts'
import type { TrainRecord } from '../record/train.ts'
import { checkedAs } from './checked-as.ts'
import { metricDiff } from './gate/metric-diff.ts'
import { bare, bytes, counted, grouped } from './number.ts'
import { runText } from './run-text.ts'
import { sourceText } from './source-text.ts'

/** One thing that a stage found, as a label and a user's text; both are hostile until they are escaped. */
export interface Fact {
  readonly label: string
  readonly value: string
}

/** What a stage found, in the order in which people ask for it. */
export function factsOf(record: StageRecord): Fact[] {
  return all(record).flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [{ label, value }],
  )
}

type Entry = readonly [label: string, value: string | undefined]

function all(record: StageRecord): Entry[] {
  switch (record.stage) {
    case 'data-validate':
      return [
        ...(record.tables ?? []).map(
          (table): Entry => [
            `table ${table.name}`,
            [counted(table.rows, 'row'), table.format, sourceText(table), checkedAs(table)]
              .filter(Boolean)
              .join(', '),
          ],
        ),
        ...((record.tables ?? []).length > 0 && record.counts
          ? ([
              ['errors', grouped(record.counts.error)],
              ['warnings', grouped(record.counts.warning)],
            ] as const)
          : []),
        ...(record.rejected ?? []).map(
          ({ table, path, rows, cut }): Entry => [
            `rows of ${table}`,
            `${cut ? 'the first ' : ''}${grouped(rows)} at fault in ${path} beside the record`,
          ],
        ),
      ]
    case 'train':
      return [
        ['model', record.model_digest],
        ['size', record.model && `${bytes(record.model.bytes)} in ${counted(record.model.files, 'file')}`],
        ['taken from', record.reused_from],
        ['went on from', record.resumed && `a checkpoint of ${runText(record.resumed.run)}`],
        ['done again', record.reproduction && reproductionText(record.reproduction)],
        ['seeds', record.seeds && seedsText(record.seeds, record.part?.of)],
        ['between seeds', record.spread && spread(record.spread)],
        [
          'shipped',
          record.shipped &&
            `seed ${record.shipped.seed}, ${record.shipped.metric} ${short(record.shipped.value)}`,
        ],
        ['reported', record.metrics && numbers(record.metrics)],
        ['no value', record.undefined_metrics && withoutValue(record.undefined_metrics)],
        ['best step', record.curves && bestSteps(record.curves)],
        ['fingerprint', record.fingerprint],
      ]
    case 'evaluate-gate':
      return [
        ['model', record.model_digest],
        ['metrics', record.metrics && numbers(record.metrics, besideIn(record))],
        ['compared with', record.baselines?.map(({ name }) => name).join(', ')],
      ]
    case 'register-model':
      return [
        ['version', record.version],
        ['registry', record.registry],
        ['page', record.uri],
        ['aliases', record.aliases?.join(', ')],
        ['model', record.model_digest],
      ]
    case 'deploy-model':
      return [
        ['environment', record.environment],
        ['version', record.version],
        ['before', record.previous_version],
        ['model', record.model_digest],
        ...(record.steps ?? []).map(
          ({ name, outcome, detail }): Entry => [`step ${name}`, detail ? `${outcome}: ${detail}` : outcome],
        ),
      ]
    case 'drift-check':
      return [
        ['reference', record.reference && rowsOf(record.reference.source, record.reference.rows)],
        [
          'current',
          record.current && rowsOf(record.current.path ?? record.current.name, record.current.rows),
        ],
        ...(record.columns ?? [])
          .filter(({ drifted }) => drifted)
          .map(
            ({ name, method, score, threshold }): Entry => [
              `drifted ${name}`,
              score === undefined
                ? method === 'presence'
                  ? 'the column is missing'
                  : method
                : `${method} ${short(score)}${threshold === undefined ? '' : `, threshold ${bare(threshold)}`}`,
            ],
          ),
        [
          'share',
          record.share === undefined
            ? undefined
            : `${Math.round(record.share * 100)}% of ${counted(record.columns?.length ?? 0, 'column')}`,
        ],
        ...(record.actions ?? []).map(
          ({ name, outcome, detail }): Entry => [
            `action ${name}`,
            detail ? `${outcome}: ${detail}` : outcome,
          ],
        ),
      ]
  }
}

const seedsText = (seeds: readonly number[], of: readonly number[] | undefined) =>
  of === undefined ? seeds.join(', ') : `${seeds.join(', ')} (of ${of.join(', ')})`

const reproductionText = ({ of, outcome, first_difference }: NonNullable<TrainRecord['reproduction']>) =>
  `${outcome}, held against ${of}${first_difference === undefined ? '' : `; first difference: ${first_difference}`}`

const rowsOf = (name: string, rows: number | undefined) =>
  rows === undefined ? name : `${name}, ${counted(rows, 'row')}`

/** Four digits, or as many as tell it from the values beside it; never less than its whole part. */
function short(value: number, beside: readonly number[] = []): string {
  if (Number.isInteger(value)) return String(value)
  const values = [...new Set([value, ...beside].map((one) => rounded(one, mostDigits)))]
  const whole = Math.trunc(Math.abs(value)).toString().length
  let digits = Math.min(mostDigits, Math.max(4, whole + 1))
  while (digits < mostDigits && new Set(values.map((one) => rounded(one, digits))).size < values.length)
    digits++
  return String(rounded(value, digits))
}

const mostDigits = 10
const rounded = (value: number, digits: number) => Number(value.toPrecision(digits))

const most = 8

function bestSteps(curves: NonNullable<TrainRecord['curves']>): string {
  const known = Object.entries(curves).flatMap(([name, { best, last }]) =>
    best ? [`${name} ${short(best.value)} at ${bare(best.step)} of ${bare(last.step)}`] : [],
  )
  return known.slice(0, most).join(', ')
}

function spread(metrics: NonNullable<TrainRecord['spread']>): string {
  const entries = Object.entries(metrics)
  return firstOf(entries.map(([name, { mean, sd }]) => `${name} ${short(mean)} ± ${short(sd)}`))
}

const withoutValue = (metrics: NonNullable<TrainRecord['undefined_metrics']>) =>
  firstOf(metrics.map(({ metric, reason }) => `${metric} ${reason}`))

function firstOf(texts: readonly string[]): string {
  const shown = texts.slice(0, most).join(', ')
  return texts.length > most ? `${shown} and ${texts.length - most} more` : shown
}

/** Of each metric of the first evaluation what the baselines have. */
function besideIn(record: EvaluateGateRecord): ReadonlyMap<string, readonly number[]> {
  const [first] = record.evaluations ?? []
  const rows = metricDiff(record).rows.filter(({ evaluation }) => evaluation === first?.name)
  return new Map(rows.map(({ metric, cells }) => [metric, cells.flatMap(({ value }) => value ?? [])]))
}

function numbers(
  metrics: Readonly<Record<string, number>>,
  beside: ReadonlyMap<string, readonly number[]> = new Map(),
): string {
  const entries = Object.entries(metrics)
  return firstOf(entries.map(([name, value]) => `${name} ${short(value, beside.get(name))}`))
}
