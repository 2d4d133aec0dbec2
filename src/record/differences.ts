import type { Change } from './training-change.ts'

const longest = 200

/** Texts by name; the name is '' where there is only one of the kind. */
export type Texts = Readonly<Record<string, string>>

/** What two sets of texts differ in, by name in order, each text cut to 200 characters. */
export function differing(kind: Change['kind'], before: Texts, after: Texts): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => {
    const [from, to] = [own(before, name), own(after, name)]
    if (from === to) return []
    return {
      kind,
      ...(name !== '' && { name: cut(name) }),
      ...(from !== undefined && { before: cut(from) }),
      ...(to !== undefined && { after: cut(to) }),
    }
  })
}

/** Nested values by their path, so that one that differs does not show all. */
export function flattened(value: unknown, path = ''): Texts {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        Object.entries(flattened(member, path === '' ? key : `${path}.${key}`)),
      ),
    )
  return { [path]: JSON.stringify(value) ?? 'undefined' }
}

/** One text without a name; none where there is none. */
export const alone = (text: string | undefined): Texts => (text === undefined ? {} : { '': text })

const own = (values: Texts, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
