import { expect } from 'vitest'
import { validate } from './validate.ts'

export const contract = `fields:
  - { name: id, type: integer, constraints: { required: true, unique: true } }
  - { name: mass, type: number, constraints: { minimum: 0 } }
  - { name: day, type: date }
  - { name: note, type: string }
`

export const header = 'id,mass,day,note'

interface Nasty {
  readonly content: string | Uint8Array
  readonly file?: string
  readonly contract?: string
}

/** What a user is told: the verdict, then each fault as `code line field`, or the error's code and place. */
export async function told({ content, file = 'train.csv', contract: asked = contract }: Nasty) {
  return ending(
    await validate({ [file]: content, 'contract.yml': asked }, { data: file, contract: 'contract.yml' }),
  )
}

export function ending({ record, exitCode }: Awaited<ReturnType<typeof validate>>) {
  const { verdict, error, errors = [], tables = [] } = record
  expect(exitCode).toBe({ valid: 0, invalid: 1, error: 2 }[String(verdict)])
  expect(error?.code).not.toBe('defect')
  if (error !== undefined) {
    expect(error.hint).toBeTruthy()
    return [verdict, `${error.code}${error.line === undefined ? '' : ` ${error.line}`}`]
  }
  const faults = errors.map(({ code, line, field }) => [code, line, field].filter(Boolean).join(' '))
  return [`${verdict} ${tables[0]?.rows}`, ...faults]
}

export const rows = (...lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

export const good = ['1,1.5,2024-01-31,a', '2,0,2024-02-29,b']
