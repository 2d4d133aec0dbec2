import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoadedContract } from '../contract/load.ts'
import type { FieldType } from '../contract/types/registry.ts'
import { AssayError } from '../errors.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { Log } from '../runner/log.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { columnsAlone, profileTable } from '../tables/profile/profile.ts'
import type { Table } from '../tables/table.ts'
import type { Kind } from '../tables/typed-copy.ts'

const numeric: readonly FieldType[] = ['integer', 'number', 'year']

/** Names of tables become names of files. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/**
 * Keeps what a table looks like in the evidence, its columns read as the contract says. A table is checked without one
 * where it cannot be had, and that is said.
 * @returns the file's name in the evidence
 */
export async function keepProfile(
  engine: Engine,
  name: string,
  table: Table,
  { contract }: LoadedContract,
  { evidence, log }: { readonly evidence: string; readonly log: Log },
): Promise<string | undefined> {
  const refused = (message: string) => {
    log.warning(`No profile of the table ${name} is kept: ${message}`)
    return undefined
  }
  if (!fileName.test(name)) return refused('its name cannot be the name of a file.')
  const fields = new Map(contract.fields.map((field) => [field.name, field]))
  const columns = Array.from(columnsAlone(table).keys(), (column) => {
    const field = fields.get(column)
    return {
      name: column,
      missing: field?.missingValues ?? contract.missingValues,
      ...(field !== undefined && kindOf(field.type)),
    }
  })
  try {
    const profile = await profileTable(engine, table, { columns })
    const path = `profile-${name}.json`
    await writeFile(join(evidence, path), canonicalJson(profile))
    return path
  } catch (error) {
    // Nothing may have asked for its cells before: then this is the first to find that there are none.
    if (!(error instanceof AssayError) || error.code === 'not-parquet') throw error
    return refused(`${error.message} ${error.hint}`)
  }
}

/** What a type says of how its cells are counted; those of any type are counted as they look. */
function kindOf(type: FieldType): { readonly kind: Kind } | undefined {
  if (type === 'any') return undefined
  return { kind: numeric.includes(type) ? 'numeric' : 'categorical' }
}
