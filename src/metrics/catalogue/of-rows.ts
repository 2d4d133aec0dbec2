import * as means from '../compare/means.ts'
import { meanInterval } from '../intervals/means.ts'
import type { Measure } from '../metric.ts'
import type { Predictions } from '../predictions.ts'

/** A metric that is the mean of a value a row. */
export const ofRows = <P extends Predictions>(
  compute: Measure<P>['compute'],
  row: means.RowValue<P>,
): Measure<P> => ({
  method: 'student',
  weighted: true,
  compute,
  difference: (candidate, baseline) => means.meanOfRowsDifference(row, candidate, baseline),
  interval: (predictions) => meanInterval(row, predictions),
})
