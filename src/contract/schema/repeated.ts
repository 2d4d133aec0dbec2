/** Where a list first repeats what it has, if it does. */
export function firstRepeated(list: readonly (string | number | bigint)[]): number | undefined {
  const at = list.findIndex((one, i) => list.indexOf(one) < i)
  return at === -1 ? undefined : at
}
