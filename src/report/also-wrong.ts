import type { ErrorText } from '../errors.ts'
import type { ErrorOfRecord } from '../record/error.ts'
import { counted } from './number.ts'

/** What else is wrong beside an error, a line each, with its place; hostile text. */
export function alsoWrong({ others = [], others_left = 0 }: ErrorOfRecord): string[] {
  const lines = others.map((one) => {
    const place = placeText(one)
    return `${place === undefined ? '' : `${place}  `}${withoutEnd(one.message)}. ${one.hint}`
  })
  return others_left === 0 ? lines : [...lines, `${counted(others_left, 'more mistake')}`]
}

/** `contract.yml:12:3`, as editors and terminals make it a link; nothing where the place is unknown. */
export function placeText({ file, line, column }: Partial<ErrorText>): string | undefined {
  if (file === undefined || line === undefined) return undefined
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** A sentence to be gone on with. */
export const withoutEnd = (sentence: string) => sentence.replace(/\.$/, '')
