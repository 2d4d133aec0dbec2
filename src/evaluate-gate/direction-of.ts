import { metricNamed } from '../metrics/catalogue.ts'
import type { Direction } from '../record/gate-terms.ts'
import { memberOf } from './member-of.ts'
import { modelBytes } from './model-size.ts'
import type { JudgeRequest } from './request.ts'

/** Which way is better: as the user says of his own metrics, as is known of others; undefined where nobody said. */
export const directionOf = (metric: string, own: JudgeRequest['own']): Direction | undefined =>
  memberOf(own, metric)?.direction ?? (metric === modelBytes ? 'lower' : metricNamed(metric)?.direction)
