import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Change, isBreaking } from '../contract/diff/change.ts'
import { diffContracts } from '../contract/diff/diff.ts'
import { referencesOf } from '../contract/formats/references.ts'
import { type LoadedContract, loadContract } from '../contract/load.ts'
import { inputError } from '../errors.ts'
import { canonicalJson, type Json } from '../record/canonical-json.ts'
import { changesText } from '../report/contract-changes.ts'
import type { DiffOptions } from './contract-diff-command.ts'
import { paletteFor } from './palette.ts'

type Host = Pick<NodeJS.Process, 'env' | 'stdout'>

/**
 * Compares two contract files, and prints what differs.
 * @returns the exit code
 * @throws AssayError input `contract-not-found`; configuration, as loadContract
 */
export async function contractDiff(
  old: string,
  now: string,
  { table, label = [], failOn, json = false }: DiffOptions,
  { stdout, env }: Host,
): Promise<0 | 1> {
  const [before, after] = [await contractIn(old, table), await contractIn(now, table)]
  const changes = diffContracts(before.contract, after.contract, { labels: label, ids: [] })
  stdout.write(
    json
      ? canonicalJson({ old, new: now, changes } as unknown as Json)
      : changesText(changes, { old, now, palette: paletteFor(stdout, env) }),
  )
  return changes.some((change) => fails(change, failOn)) ? 1 : 0
}

const fails = (change: Change, whom: DiffOptions['failOn']) =>
  whom !== 'never' && (whom === 'any' ? isBreaking(change) : change[whom] === 'breaking')

async function contractIn(file: string, table: string | undefined): Promise<LoadedContract> {
  const text = await readText(file)
  const files: Record<string, string> = {}
  for (const reference of referencesOf(text, file)) {
    const content = await readFile(join(dirname(file), reference), 'utf8').catch(() => undefined)
    if (content !== undefined) files[reference] = content
  }
  return loadContract(text, file, {
    ...(table !== undefined && { table: { name: table, path: [], resource: table } }),
    files,
  })
}

const readText = (file: string) =>
  readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw inputError(
      'contract-not-found',
      cause.code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${cause.message}`,
      { hint: 'Name two contract files.', file, cause },
    )
  })
