import { resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import type { Lookup, Trust, Trusted } from '../trust/trust.ts'
import { bestVersions } from './best.ts'
import type { MissingBaseline } from './context.ts'
import { isLoss, type RegisteredVersions } from './registered-version.ts'
import type { BaselineRequest } from './request.ts'

type Found = BaselineRequest | MissingBaseline

/** What each baseline of the configuration stands for now. One that is not there is a finding, not an error. */
export async function findBaselines(
  project: Project,
  trust: Pick<Trust, 'base'>,
  versions: RegisteredVersions,
): Promise<Found[]> {
  const all: Found[] = []
  for (const name of new Set(project.config.gate.baselines))
    all.push(...(await find(name, project, trust, versions)))
  return all
}

async function find(
  name: string,
  project: Project,
  trust: Pick<Trust, 'base'>,
  versions: RegisteredVersions,
): Promise<Found[]> {
  if (name.startsWith('file:')) {
    const label = name.slice('file:'.length)
    return [{ kind: 'file', name, file: { path: resolve(project.root, label), label } }]
  }
  if (name.startsWith('version:')) return [await ofVersion(name, name.slice('version:'.length), versions)]
  if (name === 'best') return bestVersions(project.config, versions)
  return [name === 'base' ? await base(project, trust, versions) : await production(versions)]
}

async function base(
  { config, file }: Project,
  trust: Pick<Trust, 'base'>,
  versions: RegisteredVersions,
): Promise<Found> {
  const registered = (await (await versions.registry()).versions(config.name)).length > 0
  return ofLookup(
    'base',
    await trust.base(config.name, { registered, ...(file !== undefined && { config: file }) }),
  )
}

function ofLookup(name: string, lookup: Lookup<Trusted<'evaluate-gate'>>): Found {
  if (lookup.outcome === 'found') return ofTrusted(name, 'run', lookup.value)
  const { outcome, reason } = lookup
  return { name, outcome, reason: clause(reason), ...(lookup.outcome === 'lost' && { hint: lookup.hint }) }
}

async function production(versions: RegisteredVersions): Promise<Found> {
  const aliases = await (await versions.registry()).aliases(versions.model)
  const version = Object.hasOwn(aliases, 'production') ? aliases.production : undefined
  return version === undefined
    ? { name: 'production', outcome: 'never', reason: `no version of ${versions.model} is in production yet` }
    : ofVersion('production', version, versions)
}

async function ofVersion(name: string, version: string, versions: RegisteredVersions): Promise<Found> {
  try {
    return ofTrusted(name, 'version', await versions.gate(version))
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
  { folder, digest, origin }: Trusted<'evaluate-gate'>,
): BaselineRequest {
  const { description, url, behind } = origin
  return {
    kind: 'record',
    name,
    from,
    folder,
    digest,
    description,
    ...(url !== undefined && { url }),
    ...(behind !== undefined && { behind }),
  }
}

const clause = (sentence: string) => sentence.trim().replace(/\.$/, '')
