import type { Engine, Row } from './engine/engine.ts'

/** Two engines over the same tables: what the first is asked, the second need not be asked again. */
export interface AskedAhead {
  /** asks beside, on a guess */
  readonly ahead: Engine
  /** takes an answer that was asked for ahead in the same words; otherwise it asks itself, and ends what was asked in vain */
  readonly engine: Engine
  /** ends what is still asked for ahead */
  end(): Promise<void>
}

/**
 * For statements that are most likely to be asked, while it is not yet known whether they will be. An answer is told
 * by the statement alone: a view may never come to mean something else under the same name. What fails ahead is asked
 * again, so that an error is always that of a statement that was wanted.
 */
export function askedAhead(engine: Engine): AskedAhead {
  const asked = new Map<string, Promise<Row[]>>()
  let ended = false

  const ahead: Engine = {
    ...engine,
    rows(sql) {
      if (ended) return Promise.reject(new Error('No longer asked ahead.'))
      const answer = engine.beside.rows(sql)
      asked.set(sql, answer)
      answer.catch(() => undefined)
      return answer
    },
  }

  const end = async () => {
    ended = true
    const open = [...asked.values()]
    asked.clear()
    if (open.length > 0) engine.beside.interrupt()
    await Promise.allSettled(open)
  }

  return {
    ahead,
    engine: {
      ...engine,
      async rows(sql, params = []) {
        const answer = params.length === 0 ? asked.get(sql) : undefined
        if (answer === undefined) {
          await end()
          return engine.rows(sql, params)
        }
        asked.delete(sql)
        return answer.catch(() => engine.rows(sql))
      },
    },
    end,
  }
}
