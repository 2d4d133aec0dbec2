import { hasDecimalComma } from '../../tables/decimal-comma.ts'
import type { ToldFaults } from './told-faults.ts'

/** Where numbers have commas it is mostly not the rows that are wrong: which key of the contract says how they are written. */
export function commaRemedy({ group, rule, examples }: ToldFaults): string | undefined {
  if (group.code !== 'type-error' || group.field === undefined) return undefined
  const cell = examples
    .filter(({ error }) => error.message.includes(', not a number'))
    .map(({ error: { value } }) => (typeof value === 'string' ? value : null))
    .find(hasDecimalComma)
  if (cell == null) return undefined
  const parts = /^[+-]?\d{1,3},\d{3}$/.test(cell) ? ', or `groupChar: ","` where it parts thousands' : ''
  const at = rule === undefined ? '' : ` (${rule.file}:${rule.line})`
  return `Where the comma of ${cell.trim()} is a decimal point, give the field ${JSON.stringify(group.field)} \`decimalChar: ","\`${parts}${at}.`
}
