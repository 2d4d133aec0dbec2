import { didYouMean } from '../config/suggest.ts'
import { configurationError } from '../errors.ts'
import { quoted } from './finding.ts'
import type { LoadedContract } from './load.ts'

/**
 * Foreign keys may refer to tables that are configured.
 * @param tables their names
 * @throws AssayError configuration `unknown-table`
 */
export function requireReferences(
  { contract, file, place }: LoadedContract,
  tables: readonly string[],
): void {
  for (const [i, { reference }] of (contract.foreignKeys ?? []).entries()) {
    const { resource } = reference
    if (!resource || tables.includes(resource)) continue
    throw configurationError(
      'unknown-table',
      `${file}: a foreign key refers to the table ${quoted(resource)}, which data.tables does not have${didYouMean(resource, tables)}`,
      {
        hint: 'Name the table under data.tables, or correct the resource.',
        ...place(['foreignKeys', i, 'reference', 'resource']),
      },
    )
  }
}

/**
 * What a table may lack in its environment.
 * @throws AssayError configuration `unknown-environment`
 */
export function absentIn(
  { contract, file, place }: LoadedContract,
  environment: string | undefined,
): string[] {
  if (environment === undefined) return []
  const { environments = {} } = contract
  if (Object.hasOwn(environments, environment)) return environments[environment]!.absent
  const known = Object.keys(environments)
  throw configurationError(
    'unknown-environment',
    `${file} has no environment ${quoted(environment)}${didYouMean(environment, known)}`,
    {
      hint: `Add it to environments of ${file}, or leave the table's environment out.`,
      ...place(['environments']),
    },
  )
}
