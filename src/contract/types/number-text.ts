import { literal } from '../../tables/quote.ts'
import { escaped } from './sql.ts'
import type { FieldOptions, Misuse, OptionName } from './type.ts'

/** How the numbers of a field are written. */
export interface NumberText {
  /** expression of the whole cell, for RE2 and for JavaScript; its only group is the number */
  readonly pattern: string
  /** SQL of a cell that matches, as a plain number */
  plainSql(text: string): string
  /** the same of a text of the contract's; undefined where it does not match */
  plain(text: string): string | undefined
}

/**
 * Groups are of two or three digits, the last of three: `1,234`, `12,34,567`, but not `1,5`, which is more likely a
 * fraction than 15. Where a number may have text around it, it begins with a digit, and no sign and no digit stands
 * in that text.
 */
export function numberText(kind: 'whole' | 'decimal', options: FieldOptions): NumberText {
  const { decimalChar = '.', groupChar, bareNumber = true } = options
  const [point, group] = [escaped(decimalChar), groupChar === undefined ? undefined : escaped(groupChar)]
  const digits =
    group === undefined ? '[0-9]+' : `(?:[0-9]{1,3}(?:${group}[0-9]{2,3})*${group}[0-9]{3}|[0-9]+)`
  const exponent = '(?:[eE][+-]?[0-9]+)?'
  const unsigned =
    kind === 'whole'
      ? digits
      : bareNumber
        ? `(?:${digits}(?:${point}[0-9]*)?|${point}[0-9]+)${exponent}`
        : `${digits}(?:${point}[0-9]*)?${exponent}`
  const number = `([+-]?${unsigned})`
  const before = `(?:[^0-9+-]*[^0-9+${kind === 'whole' ? '.,' : point}-])?`
  const pattern = bareNumber ? number : `${before}${number}[^0-9+-]*`
  const steps = [
    ...(groupChar === undefined ? [] : [[groupChar, ''] as const]),
    ...(decimalChar === '.' || kind === 'whole' ? [] : [[decimalChar, '.'] as const]),
  ]
  return {
    pattern,
    plainSql(text) {
      const taken = bareNumber ? text : `regexp_extract(${text}, ${literal(`^${pattern}$`)}, 1)`
      return steps.reduce((sql, [from, to]) => `replace(${sql}, ${literal(from)}, ${literal(to)})`, taken)
    },
    plain(text) {
      const taken = new RegExp(`^${pattern}$`, 'u').exec(text)?.[1]
      return taken === undefined
        ? undefined
        : steps.reduce((plain, [from, to]) => plain.replaceAll(from, to), taken)
    },
  }
}

/** Characters that numbers have of their own cannot stand for anything else. */
export function misusedCharacters(options: FieldOptions): Misuse | undefined {
  const { decimalChar = '.', groupChar } = options
  const taken = (option: OptionName): Misuse | undefined =>
    /^[^0-9eE+-]$/u.test(String(options[option]))
      ? undefined
      : { option, message: 'must be one character, no digit, sign or e' }
  if (options.decimalChar !== undefined && taken('decimalChar')) return taken('decimalChar')
  if (groupChar === undefined) return undefined
  if (taken('groupChar')) return taken('groupChar')
  return groupChar === decimalChar
    ? { option: 'groupChar', message: 'is the decimal character, too' }
    : undefined
}
