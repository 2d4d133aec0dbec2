import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import { fairnessRows, groupRows, rateNames } from '../../gate/fairness-table.ts'
import { grouped, numberFormat } from '../../number.ts'
import { markup, nothing } from '../markup.ts'
import { sortableTable } from '../sortable-table.ts'
import { toneSign } from '../tone-sign.ts'
import { shareBar } from './bar-svg.ts'
import { type Section, section } from './section.ts'

/** Disparities between groups, and the rates that they are made of; absent where no group is compared. */
export function fairnessSection(record: EvaluateGateRecord): Section | undefined {
  const disparities = fairnessRows(record)
  const groups = groupRows(record)
  if (disparities.length === 0 && groups.length === 0) return undefined
  const judged =
    disparities.length === 0
      ? nothing
      : sortableTable({
          id: 'disparities',
          caption: 'Disparities between groups',
          columns: [
            { label: 'disparity' },
            { label: 'this model', number: true },
            { label: '95% bounds', number: true },
            { label: 'rule' },
            { label: 'outcome' },
          ],
          rows: disparities.map(({ disparity, value, bounds, line: { rule, tone, words } }) => ({
            kind: words,
            cells: [
              { shows: markup`<code>${disparity}</code>` },
              { shows: value, key: Number(value) || 0 },
              { shows: bounds, key: Number.parseFloat(bounds) || 0 },
              { shows: rule },
              { shows: markup`<span class="outcome">${toneSign(tone)}${words}</span>` },
            ],
          })),
        })
  const rates =
    groups.length === 0
      ? nothing
      : sortableTable({
          id: 'groups',
          caption: 'Rates of each group',
          columns: [
            { label: 'group' },
            { label: 'rows', number: true },
            ...rateNames.map((rate) => ({ label: rate.replaceAll('_', ' '), number: true as const })),
          ],
          rows: groups.map(({ group, rows, rates: values }) => ({
            cells: [
              { shows: markup`<code>${group}</code>` },
              { shows: grouped(rows), key: rows },
              ...values.map((rate) => ({
                shows: rate === undefined ? '' : markup`${numberFormat([rate])(rate)}${shareBar(rate)}`,
                key: rate ?? -1,
              })),
            ],
          })),
        })
  return section('fairness', 'Fairness', markup`${judged}\n${rates}`)
}
