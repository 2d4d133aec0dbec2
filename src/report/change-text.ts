import type { Change } from '../record/evaluate-gate.ts'

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
}

/** `parameter depth: 4 → 6`, of hostile text. */
export function trainingChangeText({ kind, name, before, after }: Change): string {
  const what = name === undefined ? things[kind] : `${things[kind]} ${name}`
  if (before === undefined) return `${what}: new, ${after ?? 'unknown'}`
  if (after === undefined) return `${what}: ${before}, now gone`
  return `${what}: ${before} → ${after}`
}
