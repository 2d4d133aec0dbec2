/** how far the clocks of this machine and of GitHub may lie apart */
const skewMs = 2 * 60_000

/**
 * What carries an earlier time than this was not made by the call that starts now. GitHub's times are whole seconds,
 * and its clock is another one than ours.
 */
export const shortlyBefore = (start: Date): Date =>
  new Date(Math.floor((start.getTime() - skewMs) / 1000) * 1000)
