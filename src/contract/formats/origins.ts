import type { KeyPath } from '../../config/yaml-document.ts'

/** Where the parts of a translated contract were written. */
export interface Origins {
  set(path: KeyPath, written: KeyPath): void
  /** the place of the nearest part whose own is known */
  written(path: KeyPath): KeyPath
}

export function originsOf(): Origins {
  const known = new Map<string, KeyPath>()
  const keyOf = (path: KeyPath) => JSON.stringify(path)
  return {
    set(path, written) {
      known.set(keyOf(path), written)
    },
    written(path) {
      for (let depth = path.length; depth >= 0; depth--) {
        const found = known.get(keyOf(path.slice(0, depth)))
        if (found !== undefined) return found
      }
      return []
    },
  }
}
