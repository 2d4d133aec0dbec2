import type { DatabaseSync } from 'node:sqlite'
import { outsideError } from '../errors.ts'
import {
  isRunId,
  type Logged,
  mostMetrics,
  mostValues,
  type TrackedRun,
  type TrackingStore,
} from './store.ts'

/** What MLflow writes for an infinite value, which SQLite has none of. */
const infinite = 1.7976931348623157e308

/**
 * MLflow's database of one file.
 * @param uri what people call it
 * @throws AssayError outside: `sqlite-missing`, `sqlite-refused`
 */
export function sqliteStore(file: string, uri: string): TrackingStore {
  return {
    uri,
    runsSince: (time) =>
      opened(file, true, (database) =>
        database
          .prepare(
            "SELECT run_uuid, experiment_id, start_time FROM runs WHERE start_time >= ? AND lifecycle_stage = 'active' ORDER BY start_time",
          )
          .all(time)
          .map((row): TrackedRun => {
            const id = String(row.run_uuid)
            return {
              id,
              experiment: String(row.experiment_id),
              started: Number(row.start_time),
              tags: tagsIn(database, id),
            }
          })
          .filter(({ id }) => isRunId(id)),
      ),
    read: ({ id }) =>
      opened(file, true, (database) => {
        const params = database
          .prepare('SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key')
          .all(id)
        const names = database
          .prepare('SELECT DISTINCT key FROM metrics WHERE run_uuid = ? ORDER BY key LIMIT ?')
          .all(id, mostMetrics)
        const values = database.prepare(
          'SELECT step, value, is_nan FROM metrics WHERE run_uuid = ? AND key = ? ORDER BY step, timestamp, value LIMIT ?',
        )
        return {
          params: Object.fromEntries(params.map(({ key, value }) => [String(key), String(value)])),
          metrics: Object.fromEntries(
            names.map(({ key }) => [
              String(key),
              values.all(id, String(key), mostValues).map((row): Logged => [Number(row.step), numberOf(row)]),
            ]),
          ),
        }
      }),
    tagsOf: ({ id }) => opened(file, true, (database) => tagsIn(database, id)),
    tag: ({ id }, tags) =>
      opened(file, false, (database) => {
        const put = database.prepare(
          'INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?) ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value',
        )
        for (const [key, value] of Object.entries(tags)) put.run(key, value, id)
      }),
  }
}

function tagsIn(database: DatabaseSync, id: string): Record<string, string> {
  const tags = database.prepare('SELECT key, value FROM tags WHERE run_uuid = ?').all(id)
  return Object.fromEntries(tags.map(({ key, value }) => [String(key), String(value)]))
}

function numberOf({ value, is_nan }: Record<string, unknown>): number {
  if (Number(is_nan) !== 0) return Number.NaN
  const number = Number(value)
  return Math.abs(number) >= infinite ? Math.sign(number) * Number.POSITIVE_INFINITY : number
}

/** A view or a trigger in place of MLflow's own tables would have whoever asks compute what it likes, without an end. */
function requirePlain(database: DatabaseSync, file: string): void {
  const [other] = database
    .prepare(
      "SELECT type, name FROM sqlite_schema WHERE lower(tbl_name) IN ('runs', 'tags', 'params', 'metrics') AND type NOT IN ('table', 'index') LIMIT 1",
    )
    .all()
  if (other)
    throw outsideError(
      'sqlite-refused',
      `${file} is no database as MLflow makes it: it has a ${other.type} ${other.name}`,
      {
        hint: 'Find out what wrote it, and let MLflow make a new one.',
      },
    )
}

async function opened<T>(file: string, readOnly: boolean, use: (database: DatabaseSync) => T): Promise<T> {
  // An import() would have Node warn of how the suite is loaded.
  const sqlite = process.getBuiltinModule?.('node:sqlite')
  if (sqlite === undefined)
    throw outsideError('sqlite-missing', `MLflow keeps its runs in ${file}, and this Node has no SQLite`, {
      hint: 'Run modelassay on Node 22.13 or later, or let the command log to a tracking server.',
    })
  const database = new sqlite.DatabaseSync(file, { readOnly, timeout: 10_000 })
  try {
    requirePlain(database, file)
    return use(database)
  } finally {
    database.close()
  }
}
