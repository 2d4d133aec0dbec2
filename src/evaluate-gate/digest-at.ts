import type { Digest } from '../record/digest.ts'
import { contentOf } from '../tables/identity.ts'
import { locateTable, type TablePlace } from '../tables/locate.ts'

/** Content of a table that may only be there once the work has begun; undefined while it is not. */
export const digestAt = async (place: TablePlace): Promise<Digest | undefined> =>
  locateTable(place)
    .then(contentOf)
    .then(({ digest }) => digest)
    .catch(() => undefined)
