import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { configSchema } from '../../config/schema.ts'
import { contractSchema } from '../../contract/schema/contract.ts'
import { faultTable } from './fault-table.ts'
import { functionTable } from './function-table.ts'
import { type JsonSchema, keyTable } from './key-table.ts'
import { metricTable } from './metric-table.ts'
import { typeTable } from './type-table.ts'

/** The same JSON Schema that editors complete from. */
export const documentSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

const pages = {
  configuration: configSchema,
  contract: contractSchema,
} as const

const tables: Readonly<Record<string, () => string>> = {
  metrics: metricTable,
  faults: faultTable,
  functions: functionTable,
  types: typeTable,
}

/**
 * A page of the documentation: the prose beside this file, with tables where it says `<!-- keys gate -->` (keys of the
 * document's schema), `<!-- metrics -->`, `<!-- faults -->`, `<!-- functions -->` or `<!-- types -->`.
 * @throws RangeError for a mark that is none
 */
export async function referencePage(name: keyof typeof pages): Promise<string> {
  const text = await readFile(new URL(`${name}.md`, import.meta.url), 'utf8')
  const document = documentSchema(pages[name])
  const shown = text.replaceAll(/^<!-- (\w+)((?: [\w$]+)*) -->$/gm, (_, kind: string, keys: string) => {
    if (kind === 'keys') return keyTable(document, keys.trim().split(' '))
    const made = Object.hasOwn(tables, kind) ? tables[kind] : undefined
    if (!made) throw new RangeError(`${name}.md has an unknown mark: ${kind}`)
    return made()
  })
  return `<!-- Generated from src/launch/reference/${name}.md and the schema by \`npm run generate\`. Do not edit. -->\n${shown}`
}
