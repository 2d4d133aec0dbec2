import { blocks, table } from '../../report/markdown/blocks.ts'
import { cellCode, text } from '../../report/markdown/escape.ts'
import { counted } from '../../report/number.ts'
import { type Cell, inColumns } from '../../report/terminal/columns.ts'
import type { Palette } from '../../report/terminal/palette.ts'
import { visible } from '../../report/visible.ts'
import type { PlannedModel } from './plan.ts'

/** Models that are listed; the JSON form has all. */
const most = 100

const headline = (models: readonly PlannedModel[], needed: readonly PlannedModel[]) =>
  needed.length === 0
    ? `None of ${counted(models.length, 'model')} needs work`
    : `${counted(needed.length, 'model')} of ${models.length} ${needed.length === 1 ? 'needs' : 'need'} work`

/** Those that need work, or else all, with what built them. */
const listed = (models: readonly PlannedModel[], needed: readonly PlannedModel[]) =>
  needed.length === 0 ? models : needed

/** A plan for a terminal. */
export function planText(models: readonly PlannedModel[], palette: Palette): string {
  const needed = models.filter((model) => model.needed)
  const told = listed(models, needed)
  const rows = told
    .slice(0, most)
    .map(({ name, reason }): Cell[] => [
      { text: visible(name), paint: palette.strong },
      { text: visible(reason, 500) },
    ])
  const more = told.length > most ? [`  and ${told.length - most} more (--json lists all)`] : []
  const lines = rows.length === 0 ? [] : ['', ...inColumns(rows).map((line) => `  ${line}`), ...more]
  return `${[palette[needed.length === 0 ? 'good' : 'unsure'](headline(models, needed)), ...lines].join('\n')}\n`
}

/** The same for the summary of a job. */
export function planMarkdown(models: readonly PlannedModel[]): string {
  const needed = models.filter((model) => model.needed)
  const told = listed(models, needed)
  const rows = told
    .slice(0, most)
    .map(({ name, config, reason }) => [cellCode(name), cellCode(config), text(reason, 500)])
  return `${blocks([
    `### ${headline(models, needed)}`,
    rows.length === 0 ? undefined : table(['model', 'configuration', 'why'], rows, ['left', 'left', 'left']),
    told.length > most ? `${told.length - most} more are in the output \`models\`.` : undefined,
  ])}\n`
}
