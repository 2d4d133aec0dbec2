/**
 * An expression that is to be found in a text, as one that the whole text matches: the standard's patterns are those
 * of JSON Schema, which are not anchored.
 */
export function matchAnywhere(pattern: string): string {
  const anchored = /^\^.*\$$/s.test(pattern) && !/\\\$$/.test(pattern) && !pattern.includes('|')
  return anchored ? pattern.slice(1, -1) : `(?s:.*)(?:${pattern})(?s:.*)`
}
