import { expect, it } from 'vitest'
import type { Curves } from '../../../src/record/curves.ts'
import { confusionSection } from '../../../src/report/html/gate/confusion-section.ts'
import { curvesSection } from '../../../src/report/html/gate/curves-section.ts'
import { sectionMarkup } from '../../../src/report/html/gate/section.ts'
import { shownCurves } from '../../../src/report/html/gate/shown-curves.ts'
import { gateRecord } from '../gate-records.ts'

const curves = (rows: number): Curves => ({
  rows,
  classes: [{ name: 'yes', rows: rows / 2, roc: [[0, 1]], precision_recall: [[1, 0.5]] }],
  confusion: {
    classes: ['no', 'yes'],
    counts: [
      [rows / 2, 0],
      [0, rows / 2],
    ],
  },
})

const shown = (ofBaseline: Curves) =>
  shownCurves(
    gateRecord({
      baselines: [
        {
          name: 'base',
          outcome: 'found',
          description: 'run 7',
          evaluations: [{ name: 'test', metrics: { accuracy: 0.5 } }],
        },
      ],
    }),
    {
      schema: 'modelassay/curves/v1',
      evaluations: [
        { name: 'test', candidate: curves(100), baselines: [{ name: 'base', curves: ofBaseline }] },
      ],
    },
  )
const text = (made: Parameters<typeof sectionMarkup>[0] | undefined) => sectionMarkup(made!).text

it('says of a baseline that it is drawn without the rows that a model was trained on', () => {
  expect(text(curvesSection(shown(curves(90))))).toContain(
    'base on the 90 rows that neither model was trained on</li>',
  )
  expect(text(curvesSection(shown(curves(100))))).toContain('base</li>')
})

it('takes no counts of some rows from those of all', () => {
  expect(text(confusionSection(shown(curves(100))))).toContain('Change since base')
  expect(text(confusionSection(shown(curves(90))))).not.toContain('Change since')
})
