import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { AssayError, inputError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import { tableRoles } from '../record/refs.ts'
import type { Log } from '../runner/log.ts'
import type { Task } from '../stage/stage.ts'
import { webOf } from '../stage/web-of.ts'
import { type Engine, openEngine } from '../tables/engine/engine.ts'
import { tableRefOf } from '../tables/identity.ts'
import { type LocatedTable, locateTable, tablePlaceSchema } from '../tables/locate.ts'
import { histograms } from '../tables/profile/histogram.ts'
import { profileTable } from '../tables/profile/profile.ts'
import { type Profile, profileSchema } from '../tables/profile/profile-schema.ts'
import { openLocated, type WrittenAs } from '../tables/read.ts'
import type { Web } from '../tables/remote/fetch-file.ts'
import type { Table } from '../tables/table.ts'
import { requireWhole } from '../tables/whole.ts'
import { paired } from './columns.ts'

const tableParam = tablePlaceSchema.extend({
  /** how its contract says that it is written */
  writtenAs: z.custom<WrittenAs>((value) => typeof value === 'object').optional(),
})

export const compareParams = z.object({
  reference: z.union([z.object({ profile: z.string() }), z.object({ table: tableParam })]),
  current: tableParam,
  /** columns to compare; absent: all that the reference has */
  columns: z.array(z.string()).optional(),
  /** where the configuration asks for them */
  place: z.object({ file: z.string().exactOptional(), line: z.number().exactOptional() }),
  /** columns left out unless they are asked for */
  unless: z.array(z.object({ name: z.string(), reason: z.string() })),
  missing: z.array(z.string()),
  /** training tables as they are now, to tell whether new data has come; none where nobody asks */
  training: z.array(tablePlaceSchema.extend({ name: z.string(), role: z.enum(tableRoles) })),
})
export type CompareParams = z.infer<typeof compareParams>

/** Counts both sides over the reference's bins. */
const compare: Task = async (params, bench) => {
  const { log, scratch, engine: install } = bench
  const web = webOf(bench)
  const { reference, current, columns, place, unless, missing, training } = compareParams.parse(params)
  const live = await locateTable(current, web)
  const before = 'table' in reference ? await locateTable(reference.table, web) : undefined
  const allowed = [live, ...(before ? [before] : [])].flatMap(({ files }) => files.map(({ file }) => file))
  const engine = await openEngine({ install: { ...install, log }, scratch, allowed })
  try {
    const { profile, digest } =
      'table' in reference
        ? await profiled(engine, before!, reference.table, missing)
        : { profile: await readProfile(reference.profile) }
    if (profile.rows === 0)
      throw inputError('no-rows', 'the training data of production had no rows', {
        hint: 'Register and deploy a version that was trained on data, or set drift.reference to a file.',
      })
    const table = await opened(engine, live, current)
    const { wanted, absent, left } = paired(profile, {
      columns,
      place,
      unless,
      present: table.columns.map(({ name }) => name),
    })
    const counted = await histograms(engine, table, wanted, missing)
    return {
      reference: { rows: profile.rows, digest },
      current: { rows: table.rows, digest: table.digest },
      columns: wanted.map((column, i) => ({ profile: column, current: counted[i]! })),
      absent,
      left,
      ...(await identitiesOf(training, log, web)),
    } as unknown as Json
  } finally {
    engine.close()
  }
}

async function opened(
  engine: Engine,
  located: LocatedTable,
  { writtenAs }: z.infer<typeof tableParam>,
): Promise<Table> {
  const table = await openLocated(engine, located, { ...(writtenAs && { writtenAs }) })
  requireWhole(table)
  return table
}

async function profiled(
  engine: Engine,
  located: LocatedTable,
  given: z.infer<typeof tableParam>,
  missing: string[],
): Promise<{ profile: Profile; digest?: string }> {
  const table = await opened(engine, located, given)
  return { profile: await profileTable(engine, table, { missing }), digest: table.digest }
}

/** Data that cannot be read here may well be new: the check goes on, and says what it does not know. */
async function identitiesOf(
  tables: CompareParams['training'],
  log: Pick<Log, 'warning'>,
  web: Web | undefined,
) {
  try {
    const refs = await Promise.all(
      tables.map(({ root, workspace, ...named }) => tableRefOf(named, { root, workspace }, web)),
    )
    return { training: refs.map(({ identity }) => identity.value) }
  } catch (thrown) {
    if (!(thrown instanceof AssayError)) throw thrown
    log.warning(`Whether new training data has come cannot be told: ${thrown.message}`)
    return {}
  }
}

async function readProfile(file: string): Promise<Profile> {
  const parsed = profileSchema.safeParse(parsedJson(await readFile(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw inputError('profile-unreadable', 'the profile that was registered with production cannot be read', {
    hint: 'Register and deploy a version trained with this version of the suite.',
    cause: parsed.error,
  })
}

/** Undefined for what is no JSON, which is no profile either. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const tasks: Readonly<Record<string, Task>> = { compare }
