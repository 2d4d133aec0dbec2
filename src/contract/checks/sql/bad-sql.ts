import type { KeyPath } from '../../../config/yaml-document.ts'
import { type AssayError, configurationError } from '../../../errors.ts'
import { quoted } from '../../finding.ts'
import type { LoadedContract } from '../../load.ts'
import { Refused } from './parse.ts'

/** One expression of a contract. */
export interface Expression {
  /** condition or aggregate */
  readonly kind: string
  readonly name: string
  readonly sql: string
  /** where it stands */
  readonly asked: KeyPath
}

/** An expression that cannot be asked is the contract's fault, not the data's. */
export function badSql(
  { place, file }: LoadedContract,
  { kind, name, sql, asked }: Expression,
  cause: unknown,
): AssayError {
  const why = cause instanceof Refused ? cause.message : `cannot be computed: ${firstLine(cause)}`
  const end = why.endsWith('?') ? '' : '.'
  return configurationError('bad-sql', `${file}: the ${kind} ${quoted(name)} ${why}${end}`, {
    hint: `Correct ${quoted(sql)}; a column whose name is a word of SQL stands in double quotes, and docs/contract.md says what an expression can be.`,
    ...place([...asked, 'sql']),
    cause,
  })
}

function firstLine(cause: unknown): string {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0]!.trim().replace(/\.$/, '').slice(0, 300)
}
