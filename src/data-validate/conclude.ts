import type { Config } from '../config/schema.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { ErrorOfRecord } from '../record/error.ts'
import type { RecordOf } from '../record/record.ts'
import { faultsRemedy } from '../report/faults/faults-remedy.ts'
import type { Finding } from '../stage/stage.ts'
import { pathKeys } from '../tables/identity.ts'
import type { CheckAnswer, ReadTable } from './check-request.ts'
import { liveLabelGroups, liveLabelRemedy } from './live-labels.ts'
import type { PlannedTable, ValidateContext } from './plan.ts'
import { reasonOf } from './reason.ts'

type Validated = Finding<'data-validate'>
type Counts = NonNullable<RecordOf<'data-validate'>['counts']>

/** The record of a validation. A table that could not be read makes it an error, beside what the others came to. */
export function concludeChecks(
  { tables: planned, live, labels, clock }: ValidateContext,
  { tables: checked, dataset, missing, rejected, histograms }: CheckAnswer,
  { data }: Pick<Config, 'data'>,
): Validated {
  const read = checked.filter((table): table is ReadTable => 'result' in table)
  const unreadable = checked.flatMap((table) => ('unreadable' in table ? [table.unreadable] : []))
  const counts = sumOf(read)
  const tables = read.map((table) => tableRecord(planned.find(({ name }) => name === table.name)!, table))
  const groups = read.flatMap(({ result }) => result.groups)
  const found = {
    tables,
    errors: read.flatMap(({ result }) => result.errors),
    groups,
    counts,
    ...(histograms.length === 0 ? {} : { histograms }),
    ...(rejected.length === 0 ? {} : { rejected }),
    ...(dataset === undefined ? {} : { dataset_checks: dataset.checks }),
    ...remedyOf({ groups, tables }, live, labels),
    fail_on: data.fail_on,
    ...contractOf(planned, data.contract),
    built_on: builtOn(planned, read),
    observed: { clock },
  }
  const [first = dataset?.error ?? missing, ...others] = unreadable
  const error = first && besides(first, others)
  if (error !== undefined) return { verdict: 'error', passes: false, reason: error.message, error, ...found }
  const faulty = counts.error + (data.fail_on === 'warning' ? counts.warning : 0)
  const verdict = faulty > 0 ? 'invalid' : 'valid'
  return { verdict, passes: verdict === 'valid', reason: reasonOf(planned, read, counts), ...found }
}

/** Labels that live data lack are no mistake of theirs; what else is at fault is mended as ever. */
function remedyOf(
  { groups = [], tables }: Pick<RecordOf<'data-validate'>, 'groups' | 'tables'>,
  live: ValidateContext['live'],
  labels: readonly string[],
): { remedy?: string } {
  const lacking = liveLabelGroups(groups, live, labels)
  const remedy = liveLabelRemedy(lacking, live)
  if (remedy === undefined) return {}
  const others = groups.filter((group) => group.severity === 'error' && !lacking.includes(group))
  return {
    remedy: [remedy, faultsRemedy({ groups: others, ...(tables && { tables }) })].filter(Boolean).join(' '),
  }
}

/** Of several tables that cannot be read each says why; what is wrong with a contract that they share, once. */
function besides(first: ErrorOfRecord, rest: readonly ErrorOfRecord[]): ErrorOfRecord {
  const told = new Set([first, ...(first.others ?? [])].map(tellingOf))
  const more = rest
    .flatMap(({ others = [], others_left: _, ...one }) => [one, ...others])
    .filter((one) => !told.has(tellingOf(one)))
  return more.length === 0 ? first : { ...first, others: [...(first.others ?? []), ...more] }
}

const tellingOf = ({ file, line, message }: Pick<ErrorOfRecord, 'file' | 'line' | 'message'>) =>
  JSON.stringify([file, line, message])

function tableRecord(
  { name, path, role, label, environment, contract }: PlannedTable,
  { format, bytes, digest, source, files, etag, profile, result }: ReadTable,
) {
  return {
    name,
    ...pathKeys(path),
    role,
    file: label,
    ...(environment === undefined ? {} : { environment }),
    ...(contract === undefined
      ? {}
      : { contract: contract.path, contract_file: contract.label, contract_digest: contract.digest }),
    identity: { kind: 'content' as const, value: digest },
    ...(source !== undefined && { source }),
    ...(files !== undefined && { files }),
    ...(etag !== undefined && { etag }),
    format,
    bytes,
    rows: result.rows,
    counts: result.counts,
    ...(profile !== undefined && { profile }),
  }
}

function sumOf(read: readonly ReadTable[]): Counts {
  const by_code: Record<string, number> = {}
  for (const { result } of read) {
    for (const [code, count] of Object.entries(result.counts.by_code))
      by_code[code] = (by_code[code] ?? 0) + count
  }
  const tolerated = read.reduce((sum, { result }) => sum + (result.counts.tolerated ?? 0), 0)
  return {
    error: read.reduce((sum, { result }) => sum + result.counts.error, 0),
    warning: read.reduce((sum, { result }) => sum + result.counts.warning, 0),
    ...(tolerated === 0 ? {} : { tolerated }),
    by_code: Object.fromEntries(Object.entries(by_code).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** The contract of most tables; each table names its own. */
function contractOf(planned: readonly PlannedTable[], common: string | undefined) {
  const contract =
    planned.find((table) => table.contract?.path === common)?.contract ??
    planned.find((table) => table.contract)?.contract
  return contract === undefined ? {} : { contract: { path: contract.path, digest: contract.digest } }
}

function builtOn(planned: readonly PlannedTable[], read: readonly ReadTable[]): BuiltOn[] {
  const contracts = new Map(
    planned.flatMap(({ contract }) => (contract === undefined ? [] : [[contract.path, contract.digest]])),
  )
  return [
    ...[...contracts].map(([name, digest]) => ({ kind: 'file' as const, name, digest })),
    ...read.flatMap(({ name, digest, files }) => {
      const { path } = planned.find((table) => table.name === name)!
      const { uri, path: own = uri } = pathKeys(path)
      const parts = files ?? [{ path: own ?? name, digest }]
      return parts.map((part) => ({ kind: 'file' as const, name: part.path, digest: part.digest }))
    }),
  ]
}
