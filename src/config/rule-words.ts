import type { KeyPath } from './yaml-document.ts'

const plain = /^[A-Za-z_][\w@.-]{0,60}$/

/**
 * How a rule is written that was written otherwise, with the metric and the number that are there: `accuracy: 0.01` and
 * `accuracy: ">= 0.9"` say which bound they are in no way that a gate could be sure of.
 * @returns one sentence; undefined where the value is no rule, nor all rules
 */
export function ruleForm(path: KeyPath, found: unknown): string | undefined {
  const at = path.slice(0, path.lastIndexOf('rules') + 1).join('.')
  if (at !== 'gate.rules' && at !== 'gate.slices.rules') return undefined
  const [metric, ...deeper] = path.slice(at.split('.').length)
  if (deeper.length > 0) return undefined
  if (metric === undefined)
    return 'Write a map of rules by metric, such as {accuracy: {min: 0.8, max_worsening: 0.01}}.'
  const name = plain.test(String(metric)) ? String(metric) : JSON.stringify(String(metric).slice(0, 60))
  const { sign, number } = numberIn(found)
  const rule = (key: string) => `{${name}: {${key}: ${number ?? 0.01}}}`
  if (sign !== undefined) return `Write ${rule(sign === '>' ? 'min' : 'max')}.`
  return `Write ${rule('max_worsening')}, for how much worse than a baseline it may be${
    number === undefined ? '' : `; or ${rule('min')} or ${rule('max')}, for how good it must be in itself`
  }.`
}

function numberIn(found: unknown): { readonly sign?: string; readonly number?: number } {
  if (typeof found === 'number') return { number: found }
  const [, sign, digits] = /^\s*([<>])?=?\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*$/.exec(String(found)) ?? []
  return { ...(sign !== undefined && { sign }), ...(digits !== undefined && { number: Number(digits) }) }
}
