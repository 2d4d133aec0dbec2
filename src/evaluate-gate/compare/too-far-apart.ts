import { bare } from '../../report/number.ts'

/** Why two values have no difference: it is beyond all doubles. */
export const tooFarApart = (value: number, before: number) =>
  `${bare(value)} and ${bare(before)} lie too far apart for a computer's numbers`
