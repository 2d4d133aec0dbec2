import type * as z from 'zod'
import { cut } from './key-path-text.ts'

export type Issue = z.core.$ZodIssue

/** What a value is instead of what it must be, as the rest of a sentence that begins with its key. */
export function whatIsWrong(issue: Issue, found: unknown): string {
  const not = found !== null && typeof found === 'object' ? '' : `, not ${cut(JSON.stringify(found))}`
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}${not}`
  if (issue.code === 'invalid_format' && typeof found === 'string')
    return `${cut(JSON.stringify(found))} must be ${issue.message}`
  if (issue.code === 'invalid_key') return `a name takes ${ofName(issue.issues)}`
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
  const ofBounds = issue.code === 'too_small' || issue.code === 'too_big'
  // A message of the schema's own says more.
  if (ofBounds && typeof found === 'number' && /^Too (small|big):/.test(issue.message))
    return `must be ${bound(issue)}${not}`
  return issue.message.replace(/^Invalid (string|input): /i, '')
}

function ofName([first]: readonly Issue[]): string {
  if (first?.code === 'too_small') return 'at least a letter'
  return first?.code === 'too_big' ? `at most ${first.maximum} letters` : (first?.message ?? '')
}

function bound(issue: Issue & { readonly code: 'too_small' | 'too_big' }): string {
  if (issue.code === 'too_small')
    return issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`
  return issue.inclusive ? `${issue.maximum} or less` : `less than ${issue.maximum}`
}

export const isMap = (type: string) => type === 'record' || type === 'object'

const article = (type: string) => (isMap(type) ? 'a map of keys' : type === 'array' ? 'a list' : `a ${type}`)
