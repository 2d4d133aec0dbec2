import { resolve } from 'node:path'
import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { didYouMean } from '../../config/suggest.ts'
import { configurationError } from '../../errors.ts'
import type { Lookup, Trust, Trusted } from '../../trust/trust.ts'
import type { MissingBaseline } from '../context.ts'
import type { BaselineRequest } from '../request.ts'
import { bestVersions } from './best.ts'
import { isLoss, type RegisteredVersions } from './registered-version.ts'

type Found = BaselineRequest | MissingBaseline

/** Where a found baseline comes from, for whoever needs more of it than its record. */
export interface BaselineSource {
  readonly gate: Trusted<'evaluate-gate'>
  /** registered version, where it is one */
  readonly version?: string
}

/** Is told of every record that a baseline was found in. */
export type Keep = (request: BaselineRequest, source: BaselineSource) => void

const unkept: Keep = () => undefined

/**
 * What each baseline of the configuration stands for now. One that is not there is a finding, not an error.
 * @throws AssayError configuration `no-version` for a version that nobody registered
 */
export async function findBaselines(
  project: Project,
  trust: Pick<Trust, 'base'>,
  versions: RegisteredVersions,
  keep: Keep = unkept,
): Promise<Found[]> {
  const all: Found[] = []
  for (const name of new Set(project.config.gate.baselines))
    all.push(...(await find(name, project, trust, versions, keep)))
  return all
}

async function find(
  name: string,
  project: Project,
  trust: Pick<Trust, 'base'>,
  versions: RegisteredVersions,
  keep: Keep,
): Promise<Found[]> {
  if (name.startsWith('file:')) {
    const label = name.slice('file:'.length)
    return [{ kind: 'file', name, file: { path: resolve(project.root, label), label } }]
  }
  if (name.startsWith('version:')) return [await namedVersion(name, project, versions, keep)]
  if (name === 'best') return bestVersions(project.config, versions, keep)
  return [name === 'base' ? await base(project, trust, versions, keep) : await production(versions, keep)]
}

async function base(
  { config, file }: Project,
  trust: Pick<Trust, 'base'>,
  versions: RegisteredVersions,
  keep: Keep,
): Promise<Found> {
  const registered = await versions.earlier()
  return ofLookup(
    'base',
    await trust.base(config.name, { registered, ...(file !== undefined && { config: file }) }),
    keep,
  )
}

function ofLookup(name: string, lookup: Lookup<Trusted<'evaluate-gate'>>, keep: Keep): Found {
  if (lookup.outcome === 'found') return ofTrusted(name, 'run', { gate: lookup.value }, keep)
  const { outcome, reason } = lookup
  return { name, outcome, reason: clause(reason), ...(lookup.outcome === 'lost' && { hint: lookup.hint }) }
}

async function production(versions: RegisteredVersions, keep: Keep): Promise<Found> {
  const aliases = await (await versions.registry()).aliases(versions.model)
  const version = Object.hasOwn(aliases, 'production') ? aliases.production : undefined
  return version === undefined
    ? { name: 'production', outcome: 'never', reason: `no version of ${versions.model} is in production yet` }
    : ofVersion('production', version, versions, keep)
}

/** @throws AssayError configuration `no-version`: one that there is not was never lost, and its name is to be corrected */
async function namedVersion(
  name: string,
  project: Project,
  versions: RegisteredVersions,
  keep: Keep,
): Promise<Found> {
  const version = name.slice('version:'.length)
  const found = await ofVersion(name, version, versions, keep)
  if ('kind' in found) return found
  const known = (await (await versions.registry()).versions(versions.model)).map((one) => one.version)
  if (known.includes(version)) return found
  throw configurationError(
    'no-version',
    `gate.baselines names ${name}, and the registry holds no version ${version} of ${versions.model}${didYouMean(version, known)}`,
    {
      hint:
        known.length > 0
          ? `Name one of its versions (the newest are ${known.slice(0, 5).join(', ')}), or another baseline.`
          : 'Nothing is registered yet: run register-model first, or name another baseline.',
      ...placeIn(project, 'gate.baselines'),
    },
  )
}

async function ofVersion(
  name: string,
  version: string,
  versions: RegisteredVersions,
  keep: Keep,
): Promise<Found> {
  try {
    return ofTrusted(name, 'version', { gate: await versions.gate(version), version }, keep)
  } catch (error) {
    if (!isLoss(error)) throw error
    const reason = `version ${version} cannot be had: ${clause(error.message)}`
    return { name, outcome: 'lost', reason, hint: error.hint }
  }
}

/** A record that may be believed, as the work is to measure it. */
function ofTrusted(
  name: string,
  from: 'run' | 'version',
  source: BaselineSource,
  keep: Keep,
): BaselineRequest {
  const { folder, digest, origin } = source.gate
  const { description, url, behind } = origin
  const request: BaselineRequest = {
    kind: 'record',
    name,
    from,
    folder,
    digest,
    description,
    ...(url !== undefined && { url }),
    ...(behind !== undefined && { behind }),
  }
  keep(request, source)
  return request
}

const clause = (sentence: string) => sentence.trim().replace(/\.$/, '')
