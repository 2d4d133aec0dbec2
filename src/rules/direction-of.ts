import type { Config } from '../config/schema.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import type { Direction } from '../record/gate-terms.ts'
import { memberOf } from './member-of.ts'
import { modelBytes } from './model-bytes.ts'

/** Which way is better: as the user says of his own metrics, as is known of others; undefined where nobody said. */
export const directionOf = (metric: string, own: Config['metrics']): Direction | undefined =>
  memberOf(own, metric)?.direction ?? (metric === modelBytes ? 'lower' : metricNamed(metric)?.direction)
