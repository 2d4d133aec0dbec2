import type { RecordedWaiver } from '../../record/waiver.ts'
import { bare } from '../number.ts'

/** What a waiver says and what came of it, in a sentence of hostile text. */
export function waiverLine(waiver: RecordedWaiver): string {
  const { metric, rule, ceiling, until, reason, by, source, outcome, why } = waiver
  const who = source === 'policy' ? 'modelassay.yml' : by || 'somebody'
  if (metric === undefined || ceiling === undefined)
    return `A waiver by ${who} does not hold: ${why ?? outcome}.`
  const kind = rule === undefined || rule === 'worsening' ? '' : `, ${rule}`
  const places = [
    waiver.evaluation === undefined ? '' : ` on ${waiver.evaluation}`,
    waiver.slice === undefined ? '' : ` where ${waiver.slice}`,
    waiver.groups === undefined ? '' : ` between ${waiver.groups}`,
    waiver.baseline === undefined ? '' : ` against ${waiver.baseline}`,
  ].join('')
  const said = `${metric}${kind}${places}: up to ${bare(ceiling)} until ${until} by ${who} (${reason?.replace(/\.$/, '')})`
  switch (outcome) {
    case 'used':
      return `${said}.`
    case 'unused':
      return `${said}: nothing that it is about was blocked.`
    case 'exceeded':
      return `${said} does not suffice: ${why}.`
    case 'refused':
      return `${said} does not hold: ${why}.`
  }
}
