const shown = 5

/** Classes for a message, the first of many, each in quotes: hostile text with its line breaks made visible. */
export const someClasses = (names: readonly string[]) =>
  names
    .slice(0, shown)
    .map((name) => JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name))
    .join(', ') + (names.length > shown ? ' ...' : '')
