import { inputError } from '../errors.ts'

/** A value that stands in the name of a folder, as Hive, Spark and others write tables: `year=2024`. */
export interface Partition {
  readonly key: string
  /** '' where the folder stands for a missing value */
  readonly value: string
}

const missing = '__HIVE_DEFAULT_PARTITION__'

/**
 * The partition that a file belongs to.
 * @param folders between the fixed part of the pattern and the file
 * @throws AssayError input `partition-twice`, `nul-character`
 */
export function partitionOf(folders: readonly string[], label: string): Partition[] {
  const partition = folders.flatMap((folder) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(folder) ?? []
    if (key === undefined || value === undefined) return []
    return [{ key: decoded(key), value: value === missing ? '' : decoded(value) }]
  })
  const cut = partition.find(({ key, value }) => `${key}${value}`.includes('\0'))
  if (cut !== undefined)
    throw inputError('nul-character', `${label}: the name of a folder holds a NUL character, as %00.`, {
      hint: 'Rename the folder.',
      file: label,
    })
  const twice = partition.find(({ key }, i) => partition.findIndex((other) => other.key === key) < i)
  if (twice === undefined) return partition
  throw inputError('partition-twice', `${label}: two folders give ${JSON.stringify(twice.key)} a value.`, {
    hint: 'Keep one of the folders.',
    file: label,
  })
}

/** What is no escape stands as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
