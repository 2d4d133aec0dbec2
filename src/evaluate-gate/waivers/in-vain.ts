import type { RecordedWaiver } from '../../record/waiver.ts'
import { counted } from '../../report/number.ts'
import { visible } from '../../report/visible.ts'

/** More would hide the reason itself. */
const few = 3

/** Of a model that is blocked: the waivers that do not help it, and why; at most a few sentences. */
export function waiversInVain(waivers: readonly RecordedWaiver[], passes: boolean): string[] {
  if (passes) return []
  const vain = waivers.filter(({ why }) => why !== undefined)
  const said = vain
    .slice(0, few)
    .map((waiver) => `${nameOf(waiver)} does not hold: ${visible(waiver.why!, 300)}.`)
  return vain.length > few ? [...said, `Nor do ${counted(vain.length - few, 'more waiver')}.`] : said
}

function nameOf({ metric, by, source }: RecordedWaiver): string {
  const what = metric === undefined ? 'A waiver' : `The waiver of ${visible(metric, 100)}`
  return source === 'policy'
    ? `${what} in modelassay.yml`
    : `${what} by ${visible(by ?? '', 100) || 'somebody'}`
}
