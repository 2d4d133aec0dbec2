import type { CurvesDocument } from '../../../record/curves.ts'
import type { DataValidateRecord } from '../../../record/data-validate.ts'
import type { DeployModelRecord } from '../../../record/deploy-model.ts'
import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import type { RegisterModelRecord } from '../../../record/register-model.ts'
import type { TrainRecord } from '../../../record/train.ts'
import { headlineOf } from '../../gate/gate-words.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { htmlPage } from '../page.ts'
import { pageScript } from '../page-script.ts'
import { pageStyle } from '../page-style.ts'
import { confusionSection } from './confusion-section.ts'
import { curvesSection } from './curves-section.ts'
import { dataSection } from './data-section.ts'
import { fairnessSection } from './fairness-section.ts'
import { flipsSection } from './flips-section.ts'
import { lineageSection } from './lineage-section.ts'
import { metricsSection } from './metrics-section.ts'
import type { TableProfile } from './profile-table.ts'
import { reportStyle } from './report-style.ts'
import { reproduceSection } from './reproduce-section.ts'
import { residualsSection } from './residuals-section.ts'
import { type Section, sectionMarkup } from './section.ts'
import { shownCurves } from './shown-curves.ts'
import { slicesSection } from './slices-section.ts'
import { trainingSection } from './training-section.ts'
import { trendSection } from './trend-section.ts'
import { verdictHead } from './verdict-section.ts'
import { type ShownWords, wordsSection } from './words-section.ts'

/** What the report is made of: the gate's record, and what else of its run is at hand. */
export interface GateReport {
  readonly record: EvaluateGateRecord
  /** page of the run */
  readonly url?: string
  readonly training?: TrainRecord
  readonly data?: DataValidateRecord
  readonly curves?: CurvesDocument
  readonly words?: ShownWords
  readonly profiles?: readonly TableProfile[]
  /** what became of the model since */
  readonly later?: readonly (RegisterModelRecord | DeployModelRecord)[]
}

/** The report of a gate as one page by itself: a pure function of records and their evidence. */
export function gateReport(report: GateReport): string {
  const { record, curves, words } = report
  const drawn = curves === undefined ? [] : shownCurves(record, curves)
  const sections = [
    metricsSection(record),
    wordsSection(words),
    trendSection(record),
    slicesSection(record),
    flipsSection(record),
    curvesSection(drawn),
    confusionSection(drawn),
    residualsSection(drawn),
    fairnessSection(record),
    trainingSection(report),
    dataSection(report),
    lineageSection(report),
    reproduceSection(report),
  ].filter((one) => one !== undefined)
  const title = `${record.name} ${headlineOf(record).words}`
  const body = markup`<a class="skip" href="#metrics">Skip to the metrics</a>
<div class="page">
${verdictHead(report)}
${contents(sections)}
<main>
${sections.map(sectionMarkup)}</main>
<footer><p>Made by modelassay ${record.observed.suite_version} from the records of this run. This page asks the web for nothing.</p></footer>
</div>`
  return htmlPage({
    title,
    style: `${pageStyle}${reportStyle}`,
    script: pageScript,
    ...(words && words.images.size > 0 && { images: 'data:' as const }),
    body: body.text,
  })
}

const contents = (sections: readonly Section[]): Markup =>
  sections.length < 2
    ? nothing
    : markup`<nav aria-label="Parts of the report"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`
