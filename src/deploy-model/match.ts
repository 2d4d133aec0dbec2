import type { Json } from '../record/canonical-json.ts'

/**
 * Where an answer differs from what is expected of it, as a sentence; undefined when it does not. Objects may hold more
 * than is expected, lists may not; numbers may differ by `tolerance`; what is not a number is equal to none.
 */
export function difference(
  expected: Json,
  answer: unknown,
  tolerance: number,
  at = 'the answer',
): string | undefined {
  if (typeof expected === 'number') {
    return typeof answer === 'number' && isNear(answer, expected, tolerance)
      ? undefined
      : differs(at, expected, answer, tolerance)
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(answer)) return differs(at, expected, answer)
    if (answer.length !== expected.length) return `${at} has ${answer.length} entries, not ${expected.length}`
    return first(expected, (value, i) => difference(value, answer[i], tolerance, `${at}[${i}]`))
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
      return differs(at, expected, answer)
    return first(Object.entries(expected), ([key, value]) =>
      value === undefined
        ? undefined
        : Object.hasOwn(answer, key)
          ? difference(value, (answer as Record<string, unknown>)[key], tolerance, `${at}.${key}`)
          : `${at} has no ${JSON.stringify(key)}`,
    )
  }
  return answer === expected ? undefined : differs(at, expected, answer)
}

/** 0.911 is within 0.91 ± 0.001, though in binary the difference is a last digit more. */
const isNear = (answer: number, expected: number, tolerance: number) =>
  answer === expected ||
  (tolerance > 0 &&
    Number.isFinite(answer) &&
    Math.abs(answer - expected) <=
      tolerance + 4 * Number.EPSILON * Math.max(Math.abs(answer), Math.abs(expected)))

function first<T>(items: readonly T[], differenceOf: (item: T, index: number) => string | undefined) {
  for (const [i, item] of items.entries()) {
    const found = differenceOf(item, i)
    if (found) return found
  }
  return undefined
}

const differs = (at: string, expected: Json, answer: unknown, tolerance = 0) =>
  `${at} is ${shown(answer)}, not ${shown(expected)}${tolerance > 0 ? ` ± ${tolerance}` : ''}`

const shown = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
