import { suggest } from './suggest.ts'

/** Of fewer letters nobody can tell which word they begin. */
const fewestLetters = 3

/** The words that one most likely meant: those that it is the beginning of (`int`, `multi`), else the nearest in spelling. */
export function wordsMeant(word: string, known: readonly string[]): readonly string[] {
  const begun = word.length < fewestLetters ? [] : known.filter((one) => one.startsWith(word.toLowerCase()))
  const near = suggest(word, known)
  return begun.length > 0 ? begun : near === undefined ? [] : [near]
}
