import { wilsonInterval } from '../../stats/wilson.ts'

/** 99.4 %, 0.2 %, 0.003 %: one decimal, more where there would be nothing left, and never 100 % for less. */
export function percent(share: number): string {
  const exact = 100 * share
  if (exact > 0 && exact < 0.1) return `${plain(Number(exact.toPrecision(1)))} %`
  return `${exact === 100 ? 100 : Math.min(99.9, Number(exact.toFixed(1)))} %`
}

/** A lower bound is rounded down, an upper one up, so that what is written is true. */
const percentDown = (share: number) => rounded(share, Math.floor)
const percentUp = (share: number) => rounded(share, Math.ceil)

function rounded(share: number, round: (value: number) => number): string {
  const exact = 100 * share
  const decimals = exact > 0 && exact < 0.1 ? 1 - Math.floor(Math.log10(exact)) : 1
  return `${plain(Number((round(exact * 10 ** decimals) / 10 ** decimals).toFixed(decimals)))} %`
}

/** Without an exponent: 0.0000003. */
const plain = (value: number) =>
  value.toLocaleString('en-US', { maximumFractionDigits: 20, useGrouping: false })

/** The lower bound of a share, with 95 % confidence (two-sided): what Deequ keeps of a completeness that it saw. */
export const atLeast = (count: number, of: number) =>
  `at least ${percentDown(wilsonInterval(count, of)[0])} with 95 % confidence`

export const atMost = (count: number, of: number) =>
  `at most ${percentUp(wilsonInterval(count, of)[1])} with 95 % confidence`
