import type { Curves } from '../../../record/curves.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { type ChartLine, lineChart, modelLegend } from './line-chart.ts'
import { type Section, section } from './section.ts'
import type { ShownCurves } from './shown-curves.ts'

const unit = [0, 1] as const

/** ROC, precision over recall, and calibration, beside the baselines; absent where no prediction has a score. */
export function curvesSection(all: readonly ShownCurves[]): Section | undefined {
  const drawn = all.filter(
    ({ candidate: { classes = [], calibration = [] } }) => classes.length + calibration.length > 0,
  )
  if (drawn.length === 0) return undefined
  return section('curves', 'Curves', markup`${drawn.map((one) => ofEvaluation(one, all.length > 1))}`)
}

function ofEvaluation({ evaluation, candidate, baselines }: ShownCurves, several: boolean): Markup {
  const sides = [candidate, ...baselines.map(({ curves }) => curves)]
  const names = (candidate.classes ?? []).map(({ name }) => name)
  return markup`${several ? markup`<h3>${evaluation}</h3>` : nothing}
${modelLegend(baselines.map(({ name }) => name))}
<div class="charts">
${names.map((name) => roc(sides, name))}
${names.map((name) => precisionRecall(sides, name))}
${(candidate.calibration?.length ?? 0) > 0 ? calibration(sides) : nothing}
</div>`
}

const linesOf = (sides: readonly Curves[], points: (side: Curves) => ChartLine['points'] | undefined) =>
  sides.flatMap((side, model): ChartLine[] => {
    const found = points(side)
    return found === undefined || found.length === 0 ? [] : [{ points: found, model }]
  })

const ofClass = ({ classes = [] }: Curves, name: string) => classes.find((one) => one.name === name)

const roc = (sides: readonly Curves[], name: string) =>
  lineChart({
    caption: `ROC: ${name} against the rest`,
    x: { label: 'false positive rate', domain: unit },
    y: { label: 'true positive rate', domain: unit },
    lines: linesOf(sides, (side) => ofClass(side, name)?.roc),
    reference: [
      [0, 0],
      [1, 1],
    ],
  })

const precisionRecall = (sides: readonly Curves[], name: string) =>
  lineChart({
    caption: `Precision and recall: ${name}`,
    x: { label: 'recall', domain: unit },
    y: { label: 'precision', domain: unit },
    lines: linesOf(sides, (side) => ofClass(side, name)?.precision_recall),
  })

const calibration = (sides: readonly Curves[]) =>
  lineChart({
    caption: 'Calibration: on the diagonal, what is said to be probable is as often so',
    x: { label: 'probability that was said', domain: unit },
    y: { label: 'share that was right', domain: unit },
    lines: linesOf(sides, (side) => side.calibration?.map(({ said, right }) => [said, right] as const)).map(
      (one) => ({ ...one, marked: true as const }),
    ),
    reference: [
      [0, 0],
      [1, 1],
    ],
  })
