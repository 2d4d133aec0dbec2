import { bare, counted, numberFormat } from '../../report/number.ts'
import { type Cell, inColumns } from '../../report/terminal/columns.ts'
import type { Palette } from '../../report/terminal/palette.ts'
import { visible } from '../../report/visible.ts'
import { blocksFrom, type GateTestStep } from './gate-test.ts'
import type { GateTest } from './run-gate-test.ts'

/** What `gate-test` prints: how the verdict goes with how much of the predictions is spoilt. */
export function gateTestText(name: string, { rows, steps, untried }: GateTest, palette: Palette): string {
  const metrics = [...new Set(steps.flatMap(({ worsening }) => Object.keys(worsening)))]
  const format = new Map(
    metrics.map((metric) => [metric, numberFormat(steps.map(({ worsening }) => worsening[metric]))]),
  )
  const head: Cell[] = [
    'rows exchanged',
    ...metrics.map((metric) => `${visible(metric)} worse by`),
    'blocked',
  ].map((text) => ({ text, paint: palette.faint }))
  const table = steps.map(({ share, worsening, blocked, draws }): Cell[] => [
    { text: share === 0 ? 'none' : `${bare(100 * share)} %` },
    ...metrics.map((metric) => ({
      text: worsening[metric] === undefined ? '' : format.get(metric)!(worsening[metric]),
    })),
    {
      text: `${blocked} of ${draws}`,
      paint: blocked === 0 ? palette.good : blocked === draws ? palette.bad : palette.unsure,
    },
  ])
  const { tone, sentence } = gateTestAnswer(steps)
  const left = untried.map((metric) => visible(metric)).join(', ')
  return `${[
    palette.strong(`gate-test of ${visible(name)}, ${counted(rows, 'row')}`),
    '',
    ...inColumns([head, ...table]).map((line) => `  ${line}`),
    '',
    palette[tone](sentence),
    ...(left === ''
      ? []
      : [`Not tried: ${left}. Nothing says what a model of such predictions would have of it.`]),
  ].join('\n')}\n`
}

/** Whether a gate does what it is there for, in a sentence. */
export function gateTestAnswer(steps: readonly GateTestStep[]): { tone: 'good' | 'bad'; sentence: string } {
  if (steps.some(({ share, blocked }) => share === 0 && blocked > 0))
    return {
      tone: 'bad',
      sentence:
        '✗ The gate blocks the very predictions that it was given: mend the rule that does (min, max, better_than_naive, fairness; evaluate-gate names it), or the model.',
    }
  const step = blocksFrom(steps)
  if (step === undefined)
    return {
      tone: 'bad',
      sentence:
        '✗ This gate cannot go red: it lets through predictions of which no row is right but by chance. Give its rules less room, or the test set more rows.',
    }
  const drops = Object.entries(step.worsening).map(
    ([metric, worsening]) => `${visible(metric)} ${numberFormat([worsening])(worsening)} worse`,
  )
  return {
    tone: 'good',
    sentence: `✓ Identical predictions pass, and from ${bare(100 * step.share)} % of the rows on${drops.length > 0 ? ` (${drops.join(', ')})` : ''} the gate blocks in at least 4 of 5 runs.`,
  }
}
