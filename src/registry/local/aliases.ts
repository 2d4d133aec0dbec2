import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { canonicalJson } from '../../record/canonical-json.ts'
import { parseDocument } from '../document.ts'
import { demandAlias } from '../names.ts'
import type { AliasMove } from '../registry.ts'
import { createWhole } from './exclusive.ts'
import { aliasesFolder } from './layout.ts'

const moveSchema = z.looseObject({ alias: z.string(), version: z.string(), at: z.iso.datetime() })

/** A move a file, numbered from 1 in the order in which they happened: a log that can only be appended to. */
export async function movesOf(registry: string, name: string): Promise<AliasMove[]> {
  const folder = aliasesFolder(registry, name)
  const numbers = await numbersIn(folder)
  const moves: AliasMove[] = []
  for (const number of numbers) {
    const file = fileOf(folder, number)
    const { alias, version, at } = parseDocument(moveSchema, await readFile(file, 'utf8'), file)
    moves.push({ alias, version, at: new Date(at) })
  }
  return moves
}

/** Appends a move unless the alias names the version already. Of two at once both happen, one after the other. */
export async function appendMove(
  registry: string,
  name: string,
  { alias, version }: { alias: string; version: string },
  now: () => Date,
): Promise<void> {
  demandAlias(alias)
  const folder = aliasesFolder(registry, name)
  await mkdir(folder, { recursive: true })
  for (;;) {
    const moves = await movesOf(registry, name)
    if (moves.findLast((move) => move.alias === alias)?.version === version) return
    const last = (await numbersIn(folder)).at(-1) ?? 0
    const text = canonicalJson({ alias, version, at: now().toISOString() })
    if (await createWhole(fileOf(folder, last + 1), text)) return
  }
}

const fileOf = (folder: string, number: number) => join(folder, `${String(number).padStart(6, '0')}.json`)

async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .flatMap((file) => /^(\d{6,})\.json$/.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}
