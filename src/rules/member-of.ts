/** A metric's value. Names are the user's: one like `constructor` finds nothing that is not there. */
export const memberOf = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined
