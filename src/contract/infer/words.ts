import { wilsonInterval } from '../../stats/wilson.ts'

/** 99.4 %: at most one decimal, and never 0 % or 100 % for what is neither. */
export function percent(share: number): string {
  if (share === 0 || share === 1) return `${100 * share} %`
  const exact = 100 * share
  if (exact < 0.1) return 'less than 0.1 %'
  return `${Math.min(99.9, Number(exact.toFixed(1)))} %`
}

/** A lower bound is rounded down, an upper one up, so that what is written is true. */
export const percentDown = (share: number) => `${Math.floor(1000 * share) / 10} %`
export const percentUp = (share: number) => `${Math.ceil(1000 * share) / 10} %`

/** The lower bound of a share, with 95 % confidence (two-sided): what Deequ keeps of a completeness that it saw. */
export const atLeast = (count: number, of: number) =>
  `at least ${percentDown(wilsonInterval(count, of)[0])} with 95 % confidence`

export const atMost = (count: number, of: number) =>
  `at most ${percentUp(wilsonInterval(count, of)[1])} with 95 % confidence`
