import { readFile, stat } from 'node:fs/promises'
import { inputError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import type { Metrics } from '../../metrics/compute.ts'
import type { NamedFile } from '../../metrics/read/prediction-tables.ts'
import { metricsFormat, reportedMetrics } from '../../metrics/reported/reported.ts'
import { memberOf } from '../../rules/member-of.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import type { JudgeRequest } from '../request.ts'
import { type ReportedInterval, reportedInterval } from './reported-interval.ts'

const largest = 10_000_000

/** @throws AssayError input: `metrics-not-found`, `metrics-too-large`, those of {@link reportedMetrics} */
export async function readMetricsFile({ path, label }: NamedFile): Promise<Metrics> {
  const format = metricsFormat(path, label)
  return reportedMetrics(await smallText(path, label), format, label)
}

async function smallText(path: string, label: string): Promise<string> {
  const found = await stat(path).catch((cause) => {
    throw inputError('metrics-not-found', `There is no metrics file ${label}.`, {
      hint: 'Check the path, or let the evaluation command write the file.',
      file: label,
      cause,
    })
  })
  if (found.isFile() && found.size <= largest) return readFile(path, 'utf8')
  const [code, what] = found.isFile()
    ? ['metrics-too-large', `has ${found.size} bytes; at most ${largest} are read`]
    : ['not-a-file', 'is no file']
  throw inputError(code, `${label} ${what}.`, { hint: 'Name a file that holds metrics only.', file: label })
}

/** Metrics of one side, and which of them are a file's word. */
interface SideMetrics extends Metrics {
  readonly reported: readonly string[]
  /** of reported values, as far as the file gives them */
  readonly intervals: Readonly<Record<string, ReportedInterval>>
}

/**
 * Computed metrics joined by reported ones. Where predictions are at hand, a metric that can be computed is never a
 * file's word: what cannot be computed stays undefined.
 */
export function joinReported(
  computed: Metrics | undefined,
  file: Metrics | undefined,
  { own, ruled }: Pick<JudgeRequest, 'own' | 'ruled'>,
  label: string,
): SideMetrics {
  const metrics: Record<string, number> = { ...computed?.metrics }
  const undefinedMetrics = [...(computed?.undefined ?? [])]
  const reported: string[] = []
  const intervals: Record<string, ReportedInterval> = {}
  const take = (name: string, value: number | undefined, reason: string) => {
    if (value === undefined) undefinedMetrics.push({ metric: name, reason })
    else {
      metrics[name] = value
      reported.push(name)
    }
  }
  if (file) {
    const reasonOf = (name: string) => file.undefined.find(({ metric }) => metric === name)?.reason
    const names = [...Object.keys(file.metrics), ...file.undefined.map(({ metric }) => metric)]
    for (const name of names) {
      const value = memberOf(file.metrics, name)
      const computable = name === modelBytes || (computed !== undefined && metricNamed(name) !== undefined)
      // A text or a list in the file is nobody's metric unless a rule names it.
      if (!computable && !Object.hasOwn(own, name) && (value !== undefined || ruled.includes(name)))
        take(name, value, `in ${label} it ${reasonOf(name)}`)
    }
    for (const [name, { reported: source, interval }] of Object.entries(own)) {
      if (source === undefined) continue
      const given = interval && reportedInterval(file, source, interval)
      if (given && 'reason' in given) {
        take(name, undefined, `in ${label}, ${given.reason}`)
        continue
      }
      if (given) intervals[name] = given
      const why = reasonOf(source)
      take(
        name,
        memberOf(file.metrics, source),
        why ? `in ${label}, ${source} ${why}` : `${label} has no ${source}`,
      )
    }
  }
  return { metrics, undefined: undefinedMetrics, reported: reported.sort(), intervals }
}
