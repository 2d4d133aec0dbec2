import { visible } from './visible.ts'

const few = 5

/** Files by which a working tree differs from its commit, to stand behind those words; '' where the host does not tell. */
export function dirtText(dirt: readonly string[]): string {
  if (dirt.length === 0) return ''
  const more = dirt.length > few ? ` and ${dirt.length - few} more` : ''
  return ` (${dirt
    .slice(0, few)
    .map((path) => visible(path))
    .join(', ')}${more})`
}
