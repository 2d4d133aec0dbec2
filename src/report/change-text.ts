import type { Change } from '../record/training-change.ts'

const things: Readonly<Record<Change['kind'], string>> = {
  commit: 'commit',
  data: 'table',
  contract: 'contract of table',
  parameter: 'parameter',
  dependency: 'lockfile',
  interpreter: 'interpreter',
  platform: 'platform',
  seeds: 'seeds',
  command: 'command',
  package: 'package',
  input: 'file',
  workflow: 'workflow',
  suite: 'modelassay',
  variable: 'variable',
  container: 'container',
  hardware: 'hardware',
  setting: 'setting',
}

/** `parameter depth: 4 → 6`, of hostile text. */
export function trainingChangeText({ kind, name, before, after }: Change): string {
  const what = name === undefined ? things[kind] : `${things[kind]} ${name}`
  if (before === undefined) return `${what}: new, ${after ?? 'unknown'}`
  if (after === undefined) return `${what}: ${before}, now gone`
  return `${what}: ${before} → ${after}`
}

/** Changes that a sentence names; the rest is counted. */
const few = 3

/** `Training because parameter C: 1 → 0.1, since run 12 of main at abc1234.`, of hostile text. */
export function becauseText(
  what: string,
  { since, changes }: { readonly since: string; readonly changes: readonly Change[] },
): string {
  const told = changes.slice(0, few).map(trainingChangeText)
  const more = changes.length - told.length
  const rest = more > 0 ? ` and ${more} more` : ''
  return `${what} because ${told.join('; ')}${rest}, since ${since}.`
}
