import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { AssayError } from '../errors.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { Task } from '../stage/stage.ts'
import { webOf } from '../stage/web-of.ts'
import { openEngine } from '../tables/engine/engine.ts'
import { locateTable, tablePlaceSchema } from '../tables/locate.ts'
import { profileTable } from '../tables/profile/profile.ts'
import { openLocated, type WrittenAs } from '../tables/read.ts'
import { keepRowHashes, type RowHashes, rowHashes } from './keep-row-hashes.ts'

const profileRequest = z.object({
  /** columns that the model predicts */
  labels: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      place: tablePlaceSchema,
      missing: z.array(z.string()),
      written_as: z.custom<WrittenAs>().optional(),
    }),
  ),
})
export type ProfileRequest = z.infer<typeof profileRequest>

export const profileAnswer = z.object({
  profiles: z.array(z.string()),
  /** by table */
  rows: z.record(z.string(), z.number().int().nonnegative()),
  hashes: z.array(rowHashes),
  /** tables without a profile, and why: training goes on without one */
  missing: z.array(z.object({ table: z.string(), reason: z.string() })),
})

/** Keeps what the training data looks like beside the record, for drift-check to compare live data with. */
export const profileTables: Task = async (params, bench) => {
  const { log, evidence, scratch, engine: install } = bench
  const { tables, labels } = profileRequest.parse(params)
  const hashes: RowHashes[] = []
  const profiles: string[] = []
  const rows: [string, number][] = []
  const missing: { table: string; reason: string }[] = []
  const failed = (table: string, error: unknown) => {
    if (!(error instanceof AssayError)) throw error
    missing.push({ table, reason: error.message })
    log.warning(`No profile of the training table ${table} is kept: ${error.message} ${error.hint}`)
  }
  const located = await Promise.all(
    tables.map(({ place }) => locateTable(place, webOf(bench)).catch((error: unknown) => ({ error }))),
  )
  const allowed = located.flatMap((table) => ('error' in table ? [] : table.files.map(({ file }) => file)))
  const opened = await openEngine({
    install: { ...install, log },
    scratch: join(scratch, 'profile'),
    allowed,
  }).catch((error: unknown) => error)
  if (!isEngine(opened)) {
    for (const { name } of tables) failed(name, opened)
    return { profiles, rows: Object.fromEntries(rows), hashes, missing }
  }
  try {
    for (const [i, { name, missing: texts, written_as: writtenAs = {} }] of tables.entries()) {
      try {
        const files = located[i]!
        if ('error' in files) throw files.error
        const table = await openLocated(opened, files, { writtenAs })
        const profile = await profileTable(opened, table, { missing: texts })
        rows.push([name, table.rows])
        const path = `profile-${name}.json`
        await writeFile(join(evidence, path), canonicalJson(profile))
        profiles.push(path)
        const kept = await keepRowHashes(opened, table, { name, labels, evidence })
        if (kept) hashes.push(kept)
      } catch (error) {
        failed(name, error)
      }
    }
  } finally {
    opened.close()
  }
  return { profiles, rows: Object.fromEntries(rows), hashes, missing }
}

type Engine = Awaited<ReturnType<typeof openEngine>>
const isEngine = (opened: unknown): opened is Engine => !(opened instanceof Error)
