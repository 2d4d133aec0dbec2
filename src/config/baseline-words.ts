/** What a baseline's `must be …` says, and what tells it from other values that are written wrongly. */
export const baselineForm = 'base, production, best, version:<version> or file:<path>'

const meanings = {
  base: 'the commit that the change starts from',
  production: 'the registered version in use',
  best: 'the best accepted version',
}

type Baseline = keyof typeof meanings

/** What people call them elsewhere. Nobody means by `latest` one of the two for sure. */
const otherWords: Readonly<Record<string, readonly Baseline[]>> = {
  main: ['base'],
  master: ['base'],
  trunk: ['base'],
  develop: ['base'],
  baseline: ['base'],
  parent: ['base'],
  previous: ['base'],
  prod: ['production'],
  live: ['production'],
  deployed: ['production'],
  champion: ['production'],
  latest: ['base', 'production'],
  last: ['base', 'production'],
  current: ['base', 'production'],
}

/** The baselines that a word of people's means, and what they are; undefined where it is no such word. */
export function baselineMeant(word: string): string | undefined {
  const known = word.toLowerCase().replace(/^(refs\/heads\/|origin\/)/, '')
  if (!Object.hasOwn(otherWords, known)) return undefined
  const meant = otherWords[known]!.map((name) => `"${name}" (${meanings[name]})`)
  return `Did you mean ${meant.join(' or ')}?`
}

/** What to write, where nobody knows what was meant. */
export const baselinesThereAre = `Write ${Object.entries(meanings)
  .map(([name, meaning]) => `${name} (${meaning})`)
  .join(', ')}, version:1.2.0 or file:old/predictions.csv: branches are no baselines.`
