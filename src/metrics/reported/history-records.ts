import { yamlValue } from '../../yaml/read-yaml.ts'

/** YAML takes a hundred times as long to read as JSON. */
export const mostYaml = 4 * 2 ** 20
const mostColumns = 1000

/**
 * A table of the records that a JSON or YAML document holds, as a DVC plot and Hugging Face's trainer state have them:
 * the document itself, or the first list of maps in it. Members that are no number or text are left out.
 * @returns header first; no rows where there are no records
 */
export function tableOfRecords(text: string): readonly (readonly string[])[] {
  const records = recordsIn(documentOf(text))
  const names = new Set<string>()
  for (const record of records)
    for (const name of Object.keys(record)) if (names.size < mostColumns) names.add(name)
  const header = [...names]
  return [header, ...records.map((record) => header.map((name) => cellOf(record, name)))]
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // YAML, then.
  }
  try {
    return yamlValue(text, { most: mostYaml })
  } catch {
    return undefined
  }
}

function recordsIn(document: unknown): readonly object[] {
  if (Array.isArray(document)) return document.filter(isMap)
  if (!isMap(document)) return []
  const list = Object.values(document).find((value) => Array.isArray(value) && value.some(isMap))
  return Array.isArray(list) ? list.filter(isMap) : []
}

const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function cellOf(record: object, name: string): string {
  const value: unknown = Object.hasOwn(record, name) ? record[name as keyof object] : undefined
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}
