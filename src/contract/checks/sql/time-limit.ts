import { configurationError } from '../../../errors.ts'
import { counted } from '../../../report/number.ts'
import type { Engine } from '../../../tables/engine/engine.ts'
import type { LoadedContract } from '../../load.ts'

/** Seconds that a statement may take which has SQL of a contract in it. */
export const longestStatement = 1800

/**
 * The engine, where the contract brings SQL of its own: a statement that takes longer is ended.
 * @throws AssayError configuration `sql-too-slow`, from what it is asked
 */
export function withTimeLimit(
  engine: Engine,
  { contract, file, place }: LoadedContract,
  seconds: number,
): Engine {
  const { conditions, aggregates } = contract.checks
  if (conditions.length + aggregates.length === 0) return engine
  const tooSlow = (cause: unknown) =>
    configurationError(
      'sql-too-slow',
      `${file}: a statement with the contract's conditions and aggregates took more than ${counted(seconds, 'second')}.`,
      {
        hint: 'Leave them out one by one to find the slow one; regular expressions on long texts are the likeliest.',
        ...place(['checks', conditions.length > 0 ? 'conditions' : 'aggregates']),
        cause,
      },
    )
  return {
    ...engine,
    async rows(sql, params) {
      let late = false
      const timer = setTimeout(() => {
        late = true
        engine.interrupt()
      }, seconds * 1000)
      try {
        return await engine.rows(sql, params)
      } catch (cause) {
        throw late ? tooSlow(cause) : cause
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
