import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineOf } from '../runner/local/home.ts'
import { type Engine, openEngine } from '../tables/engine/engine.ts'
import type { LocatedTable } from '../tables/locate.ts'

/**
 * Runs something with an engine that may read the files of this table and no others; what it kept in the temporary folder is
 * removed afterwards.
 */
export async function withEngine<Result>(
  host: Pick<NodeJS.Process, 'env' | 'stderr'>,
  { files }: LocatedTable,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const scratch = await mkdtemp(join(tmpdir(), 'modelassay-tables-'))
  try {
    const engine = await openEngine({
      install: {
        ...engineOf(host.env),
        log: { info: (message) => host.stderr.write(`${message}\n`) },
      },
      scratch,
      allowed: files.map(({ file }) => file),
    })
    try {
      return await use(engine)
    } finally {
      engine.close()
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
