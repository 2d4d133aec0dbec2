import { yamlValue } from '../../yaml/read-yaml.ts'

/**
 * Characters that are not seen, end a line for some reader of YAML, turn the direction of the text, or are refused in
 * a contract.
 */
const unseen =
  /[\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\u{e0000}-\u{e0fff}]/gu

const control = /\p{Cc}/gu

function escaped(character: string): string {
  const point = character.codePointAt(0)!
  return point > 0xffff ? `\\U${hexadecimal(point, 8)}` : `\\u${hexadecimal(point, 4)}`
}

const hexadecimal = (point: number, digits: number) => point.toString(16).padStart(digits, '0')

/** A text of the data's in quotes on one line, good for a value and for a comment. */
export const inQuotes = (text: string) => JSON.stringify(text).replaceAll(unseen, escaped)

/** A line for people in which every character is seen: what would end it, or act on a terminal, is written out. */
export const visible = (line: string) => line.replaceAll(control, escaped).replaceAll(unseen, escaped)

/** A text or number as a scalar of YAML in a flow list, bare only where that is beyond doubt. */
export function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  return isBare(value) ? value : inQuotes(value)
}

/**
 * Words that other readers of YAML take for something else (`no`, `on`, `12:30:00`, `0o7`) are left out by allowing
 * letters first and by asking this one.
 */
function isBare(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+){0,5}$/.test(text) || text.length > mostBare) return false
  return (
    !/^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i.test(text) &&
    yamlValue(text, { most: mostBare }) === text
  )
}

const mostBare = 60

/** A flow list. */
export const list = (values: readonly (string | number | boolean)[]) => `[${values.map(scalar).join(', ')}]`
