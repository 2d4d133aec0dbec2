import type { Config } from '../../config/schema.ts'
import type { AssayError } from '../../errors.ts'
import { directionOf } from '../../rules/direction-of.ts'
import { memberOf } from '../../rules/member-of.ts'
import { rulesByMetric } from '../../rules/named-rules.ts'
import { relativeRules } from '../../rules/relative-rules.ts'
import type { Trusted } from '../../trust/trust.ts'
import type { MissingBaseline } from '../context.ts'
import type { BaselineRequest } from '../request.ts'
import { limitsNewErrors } from '../rules/check-new-errors.ts'
import type { Keep } from './find-baselines.ts'
import { isLoss, type RegisteredVersions } from './registered-version.ts'

/** Versions that are looked at, newest first: each is a download. */
const most = 30

interface Candidate {
  readonly version: string
  readonly gate: Trusted<'evaluate-gate'>
}

/**
 * For each metric that a rule forbids to worsen, the registered version with its best value since a loss of it was
 * waived; versions are grouped, so that each is measured once. The recorded value only chooses: the comparison measures the predictions again.
 */
export async function bestVersions(
  config: Config,
  versions: RegisteredVersions,
  keep: Keep,
): Promise<(BaselineRequest | MissingBaseline)[]> {
  const registered = (await (await versions.registry()).versions(config.name)).slice(0, most)
  if (registered.length === 0)
    return [{ name: 'best', outcome: 'never', reason: `no version of ${config.name} is registered yet` }]
  const readable: Candidate[] = []
  for (const { version } of registered) {
    try {
      readable.push({ version, gate: await versions.gate(version) })
    } catch (error) {
      if (!isLoss(error)) throw error
      if (!isGone(error)) return [tampered(version, error)]
    }
  }
  if (readable.length === 0) return [noneReadable(registered.length)]
  const gone = registered.length - readable.length
  const others = gone === 0 ? '' : ` (${gone} more cannot be had)`
  return Array.from(bestByVersion(config, readable), ([{ version, gate }, only]) => {
    const request = {
      kind: 'record' as const,
      name: 'best',
      from: 'version' as const,
      folder: gate.folder,
      digest: gate.digest,
      description: `version ${version}, the best of ${readable.length} in ${only.join(', ')}${others}`,
      ...(gate.origin.url !== undefined && { url: gate.origin.url }),
      only,
    }
    keep(request, { gate, version })
    return request
  })
}

const noneReadable = (count: number): MissingBaseline => ({
  name: 'best',
  outcome: 'lost',
  reason: `none of the ${count} registered versions has a readable record`,
  hint: 'Register a version again, or take best out of gate.baselines',
})

/** A release that somebody deleted is no longer a version to be held to; one that somebody changed is. */
const isGone = ({ code }: AssayError) => /lost|not-found/.test(code)

const tampered = (version: string, { message, hint }: AssayError): MissingBaseline => ({
  name: 'best',
  outcome: 'lost',
  reason: `version ${version}, which may be the best, cannot be believed: ${message.trim().replace(/\.$/, '')}`,
  hint,
})

function bestByVersion(config: Config, readable: readonly Candidate[]): Map<Candidate, string[]> {
  const { gate, metrics } = config
  const chosen = new Map<Candidate, string[]>()
  const compared = [rulesByMetric(config), gate.slices?.rules ?? {}].flatMap((rules) =>
    Object.entries(rules).flatMap(([metric, rule]) => (relativeRules(rule).length > 0 ? [metric] : [])),
  )
  for (const metric of new Set([...compared, ...(limitsNewErrors(config) ? ['new_errors'] : [])])) {
    const direction = directionOf(metric, metrics)
    const best = bestOf(sinceWaiver(readable, metric), metric, direction === 'lower' ? -1 : 1)
    chosen.set(best, [...(chosen.get(best) ?? []), metric])
  }
  return chosen
}

/** Versions from the newest back to the one whose loss was accepted: what was better before is no longer asked for. */
function sinceWaiver(newestFirst: readonly Candidate[], metric: string): readonly Candidate[] {
  const last = newestFirst.findIndex(({ gate: { record } }) =>
    record.waivers?.some(
      (waiver) =>
        waiver.metric === metric &&
        waiver.rule === 'worsening' &&
        waiver.slice === undefined &&
        (waiver.baseline === undefined || waiver.baseline === 'best') &&
        (waiver.covers?.length ?? 0) > 0,
    ),
  )
  return last < 0 ? newestFirst : newestFirst.slice(0, last + 1)
}

/** The newest of equals, and the newest where no version has the metric. */
function bestOf(readable: readonly Candidate[], metric: string, sign: 1 | -1): Candidate {
  const worth = ({ gate: { record } }: Candidate) => {
    const judged = (record.evaluations ?? []).filter((evaluation) => evaluation.judged !== false)
    const sides = [record.metrics ?? {}, ...judged.map(({ metrics }) => metrics)]
    const value = sides.map((metrics) => memberOf(metrics, metric)).find((found) => found !== undefined)
    return value === undefined ? Number.NEGATIVE_INFINITY : sign * value
  }
  return readable.reduce((best, candidate) => (worth(candidate) > worth(best) ? candidate : best))
}
