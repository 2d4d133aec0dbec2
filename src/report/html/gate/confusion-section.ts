import type { Curves } from '../../../record/curves.ts'
import { bare, grouped } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { type Section, section } from './section.ts'
import type { ShownCurves } from './shown-curves.ts'

type Confusion = NonNullable<Curves['confusion']>

/** How dark a cell can be; none so dark that its number could not be read. */
const shades = 8

/** Which class is taken for which, and how that differs from the baselines; absent of other tasks. */
export function confusionSection(all: readonly ShownCurves[]): Section | undefined {
  const drawn = all.flatMap(({ evaluation, candidate: { confusion, rows }, baselines }) =>
    confusion === undefined
      ? []
      : // Counts of some of the rows are no change of the counts of all.
        [{ evaluation, confusion, baselines: baselines.filter(({ curves }) => curves.rows === rows) }],
  )
  if (drawn.length === 0) return undefined
  return section(
    'confusion',
    'Confusion',
    markup`${drawn.map(
      ({
        evaluation,
        confusion,
        baselines,
      }) => markup`${all.length > 1 ? markup`<h3>${evaluation}</h3>` : nothing}
<div class="matrices">
${matrix(`This model${on(evaluation, all)}: rows by label and by prediction`, confusion, (label, guess) => shareCell(confusion, label, guess))}
${baselines.map(({ name, curves }) => difference(`${name}${on(evaluation, all)}`, confusion, curves.confusion))}
</div>`,
    )}`,
  )
}

const on = (evaluation: string, all: readonly ShownCurves[]) => (all.length > 1 ? ` on ${evaluation}` : '')

function shareCell({ counts }: Confusion, label: number, guess: number): Markup {
  const row = counts[label] ?? []
  const count = row[guess] ?? 0
  const all = row.reduce((sum, one) => sum + one, 0)
  const share = all > 0 ? count / all : 0
  const shade = Math.ceil(share * shades)
  return markup`<td class="${label === guess ? 'right' : 'wrong'}-${shade}">${written(count)}</td>`
}

function difference(name: string, here: Confusion, there: Confusion | undefined): Markup {
  if (there === undefined) return nothing
  const at = (of: string) => there.classes.indexOf(of)
  const change = (label: number, guess: number) => {
    const before = there.counts[at(here.classes[label]!)]?.[at(here.classes[guess]!)] ?? 0
    return (here.counts[label]?.[guess] ?? 0) - before
  }
  const cells = here.classes.flatMap((_, label) =>
    here.classes.map((_, guess) => Math.abs(change(label, guess))),
  )
  const most = Math.max(1, ...cells)
  return matrix(`Change since ${name}: more or fewer rows than it has`, here, (label, guess) => {
    const by = change(label, guess)
    const better = by > 0 === (label === guess)
    const shade = Math.ceil((Math.abs(by) / most) * shades)
    return markup`<td class="${by === 0 ? 'same' : better ? `right-${shade}` : `wrong-${shade}`}">${by === 0 ? '0' : `${by > 0 ? '+' : '−'}${written(Math.abs(by))}`}</td>`
  })
}

function matrix(
  caption: string,
  { classes }: Confusion,
  cell: (label: number, guess: number) => Markup,
): Markup {
  return markup`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table class="matrix">
<caption>${caption}</caption>
<thead><tr><th scope="col">label &darr; predicted &rarr;</th>${classes.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${classes.map((name, label) => markup`<tr><th scope="row">${name}</th>${classes.map((_, guess) => cell(label, guess))}</tr>`)}</tbody>
</table></div>
`
}

const written = (count: number) =>
  Number.isInteger(count) ? grouped(count) : bare(Number(count.toPrecision(4)))
