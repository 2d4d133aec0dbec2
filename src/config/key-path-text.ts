import type { KeyPath } from './yaml-document.ts'

const longest = 100

/** A text of the user's, short enough for a sentence. */
export const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** `gate.rules.accuracy.min`; `the document` at the top. */
export const keyPathText = (path: KeyPath) =>
  path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${cut(part)}`))
    .join('') || 'the document'
