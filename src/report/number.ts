/**
 * Writes numbers that stand beside each other with the same decimals: four for values around 1, fewer for large ones,
 * and more where that tells two apart. Tiny numbers are written as 6.7e-7.
 * @param extra decimals that telling apart may cost
 */
export function numberFormat(values: readonly (number | undefined)[], extra = 2): (value: number) => string {
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value))
  const distinct = [...new Set(known.map(unrounded))]
  const largest = Math.max(0, ...distinct.map(Math.abs))
  if (largest > 0 && largest < 1e-4) return (value) => value.toExponential(1)
  const decimals = decimalsFor(distinct, largest, extra)
  return (value) => fixed(value, decimals)
}

/** A number by itself, without needless zeros: 0.01, 12, 1.5e-9. */
export const bare = (value: number) => String(Number(value.toPrecision(10)))

/** A share that was measured: 2.5%. */
export const percent = (share: number) => `${Number((100 * share).toPrecision(3))}%`

/** A share that somebody wrote, with all its digits: 2.125 %. */
export const percentWritten = (share: number) => `${bare(Number((100 * share).toPrecision(12)))} %`

/** 1 row, 2 rows, 1,234 rows. */
export const counted = (count: number, thing: string) => `${grouped(count)} ${thing}${count === 1 ? '' : 's'}`

export const grouped = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** 512 B, 1.3 kB, 4.0 MB. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length, Math.floor(Math.log10(count) / 3))
  return `${(count / 1000 ** step).toFixed(1)} ${units[step - 1]}`
}

/** 0.81 - 0.80 without the rounding of its last digits. */
const unrounded = (value: number) => Number(value.toPrecision(10))

function decimalsFor(values: readonly number[], largest: number, extra: number): number {
  if (values.every(Number.isInteger)) return 0
  const usual = largest >= 1000 ? 1 : largest >= 10 ? 2 : Math.max(4, 2 - Math.floor(Math.log10(largest)))
  for (let decimals = usual; decimals <= usual + extra; decimals++) {
    const texts = new Set(values.map((value) => value.toFixed(decimals)))
    if (texts.size === values.length) return decimals
  }
  return usual
}

function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text
}
