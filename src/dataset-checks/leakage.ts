import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { bare, counted } from '../report/number.ts'
import { orderSql } from './cell-text.ts'
import { type Dataset, type Sheet, sheetsOf } from './dataset.ts'
import { type PredictiveScore, predictiveScore } from './predictive-score.ts'
import type { Measurement } from './result.ts'
import type { Target } from './skill.ts'

/** Columns of train tables that tell the label by themselves. */
export async function labelLeakage(
  dataset: Dataset,
  { max_score, ignore }: NonNullable<DatasetChecks['label_leakage']>,
): Promise<Measurement[]> {
  return overTargets(dataset, max_score, async (sheet, target) => {
    const found: Measurement[] = []
    for (const { name, sql, kind } of sheet.columns) {
      if (name === dataset.label || ignore.includes(name)) continue
      const order = `${orderSql(kind, sql)}, length(${sql}), ${sql}`
      const scored = await predictiveScore(dataset.engine, target, { value: sql, order })
      found.push({
        table: sheet,
        column: name,
        ...judged(scored, max_score),
        message: `${quoted(name)} by itself predicts ${scoreText(dataset, scored)}; at most ${max_score} is allowed`,
      })
    }
    return found
  })
}

/** Whether the order of a train table's rows tells the label. */
export async function indexLeakage(
  dataset: Dataset,
  { max_score }: NonNullable<DatasetChecks['index_leakage']>,
): Promise<Measurement[]> {
  return overTargets(dataset, max_score, async (sheet, target) => {
    const scored = await predictiveScore(dataset.engine, target, { order: 'r' })
    const message = `the order of the rows predicts ${scoreText(dataset, scored)}; at most ${max_score} is allowed`
    return [{ table: sheet, ...judged(scored, max_score), message }]
  })
}

async function overTargets(
  dataset: Dataset,
  threshold: number,
  measure: (sheet: Sheet, target: Target) => Promise<Measurement[]>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const sheet of sheetsOf(dataset, 'train')) {
    const target = await dataset.targets(sheet)
    if (target !== undefined) {
      found.push(...(await measure(sheet, target)))
      continue
    }
    const message = `${quoted(dataset.label ?? '')} of ${sheet.table.label} is the same in all rows that have it, so that nothing can be predicted`
    found.push({ table: sheet, column: dataset.label ?? '', threshold, passes: false, count: 1, message })
  }
  return found
}

const judged = ({ score }: PredictiveScore, threshold: number) => ({
  value: score,
  threshold,
  passes: score <= threshold,
  count: 1,
})

function scoreText({ label }: Dataset, { score, range }: PredictiveScore): string {
  const how = range === undefined ? 'by its values' : `by ranges of ${counted(range, 'row')} of its order`
  return `${quoted(label ?? '')} with a score of ${bare(Number(score.toPrecision(3)))}, read ${how}`
}
