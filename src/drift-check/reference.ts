import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Project } from '../config/project.ts'
import { inputError } from '../errors.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { Digest } from '../record/digest.ts'
import type { DriftCheckRecord } from '../record/drift-check.ts'
import type { TableRef } from '../record/refs.ts'
import { inProduction } from '../registry/in-production.ts'
import { visible } from '../report/visible.ts'
import type { Ports } from '../stage/stage.ts'
import { shownPath } from '../tables/remote/web-address.ts'

/** What live data is compared with. */
export type Reference =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'production'
      readonly version: string
      readonly modelDigest?: Digest
      readonly profile: string
      readonly tables: readonly TableRef[]
      readonly workflow?: string
      readonly builtOn: readonly BuiltOn[]
    }

/** Undefined when nothing is in production yet. */
export async function findReference(project: Project, ports: Ports): Promise<Reference | undefined> {
  const { reference } = project.config.drift
  if (reference !== 'production') return { kind: 'file', path: reference }
  const production = await inProduction(project, ports)
  if (production === undefined) return undefined
  const { version, gate, train } = production
  const tables = train.record.tables ?? []
  const [table, ...others] = tables.filter(({ role }) => role === 'train')
  const profile = table && join(train.folder, `profile-${table.name}.json`)
  if (!profile || !existsSync(profile))
    throw inputError(
      'profile-missing',
      `version ${version} was registered without a profile of its training data`,
      {
        hint: 'Name the training table in modelassay.yml (data.tables, role train) and register a new version, or set drift.reference to a file.',
      },
    )
  if (others.length > 0)
    ports.runner.log.warning(
      `Version ${version} was trained on ${others.length + 1} tables, and live data are compared with ${visible(table.name)} alone. Where they are one, name them as one table (data.tables, its path a list or a pattern); or set drift.reference to the data to compare with.`,
    )
  return {
    kind: 'production',
    version,
    ...(train.record.model_digest && { modelDigest: train.record.model_digest }),
    profile,
    tables,
    ...(gate.record.run.workflow !== undefined && { workflow: gate.record.run.workflow }),
    builtOn: [
      { kind: 'record', name: 'evaluate-gate', digest: gate.digest },
      { kind: 'record', name: 'train', digest: train.digest },
    ],
  }
}

/** Do two paths, patterns or addresses name the same? */
export const isSamePath = (root: string, one: string, other: string): boolean =>
  resolve(root, one) === resolve(root, other)

interface Read {
  readonly rows: number
  /** of the file, where it was one */
  readonly digest?: Digest | undefined
}

/** The reference as the record tells it. */
export function describe(
  reference: Reference,
  { rows, digest }: Read,
): NonNullable<DriftCheckRecord['reference']> {
  if (reference.kind === 'file')
    return {
      source: shownPath(reference.path),
      rows,
      ...(digest && { identity: { kind: 'content', value: digest } }),
    }
  const { version, modelDigest } = reference
  return {
    source: `the training data of production, version ${version}`,
    rows,
    version,
    ...(modelDigest && { model_digest: modelDigest }),
  }
}

/** What the comparison rests on, by digest. */
export function sourcesOf(reference: Reference, { digest }: Read): readonly BuiltOn[] {
  if (reference.kind === 'production') return reference.builtOn
  return digest ? [{ kind: 'file', name: shownPath(reference.path), digest }] : []
}

/**
 * The training tables are, by content, those that production was trained on.
 * @param now undefined where they cannot be read, which shows nothing
 */
export function isSame(reference: Reference, now: readonly string[] | undefined): boolean {
  if (reference.kind !== 'production' || !now?.length) return false
  const then = reference.tables
    .filter(({ role }) => role === 'train')
    .map(({ identity }) => (identity.kind === 'content' ? identity.value : undefined))
  return now.toSorted().join() === then.toSorted().join()
}
