import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import { memberOf } from '../../rules/member-of.ts'

/**
 * A gap is between rows that are judged and rows that are not.
 * @throws AssayError configuration: `nothing-judged`, `unknown-evaluation`, `gap-of-judged-rows`
 */
export function checkGaps(project: Project): void {
  const { gate, evaluations } = project.config
  const all = Object.values(evaluations)
  if (all.length > 0 && all.every(({ judged }) => !judged))
    throw configurationError('nothing-judged', 'no evaluation is judged, so that nothing could be blocked', {
      hint: 'Take judged: false out of the evaluation of the test set.',
      ...placeIn(project, 'evaluations'),
    })
  for (const [metric, { max_gap: gap }] of Object.entries(gate.rules)) {
    if (gap?.evaluation === undefined) continue
    const place = placeIn(project, `gate.rules.${metric}.max_gap`)
    const found = memberOf(evaluations, gap.evaluation)
    if (found === undefined)
      throw configurationError(
        'unknown-evaluation',
        `gate.rules.${metric}.max_gap names the evaluation ${JSON.stringify(gap.evaluation)}, which there is not`,
        { hint: `Name one of ${Object.keys(evaluations).join(', ')}.`, ...place },
      )
    if (found.judged)
      throw configurationError(
        'gap-of-judged-rows',
        `gate.rules.${metric}.max_gap names the evaluation ${gap.evaluation}, which is judged itself`,
        {
          hint: `Set evaluations.${gap.evaluation}.judged: false: its rows are those of the training.`,
          ...place,
        },
      )
  }
}
