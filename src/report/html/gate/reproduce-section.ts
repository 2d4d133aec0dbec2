import type { TrainRecord } from '../../../record/train.ts'
import { reproductionLines } from '../../reproduction.ts'
import { Markup, markup, nothing } from '../markup.ts'
import type { GateReport } from './gate-report.ts'
import { type Section, section } from './section.ts'

const newLine = new Markup('\n')

/** Things of an environment that are listed of each kind. */
const most = 40

/** How to come to the same verdict again, what it was made with, and the digests of all that was read. */
export function reproduceSection({ record, training }: GateReport): Section {
  const { run } = record
  const lines = reproductionLines(record) ?? [
    ...(run.sha === undefined ? [] : [`git checkout ${run.sha}`]),
    ...(training === undefined ? [] : ['modelassay train']),
    'modelassay evaluate-gate',
  ]
  return section(
    'reproduce',
    'Reproduce it',
    markup`<pre tabindex="0"><code>${lines.map((line, i) => markup`${i === 0 ? nothing : newLine}${line}`)}</code></pre>
${training === undefined ? nothing : environment(training)}
${digests(record.built_on)}`,
  )
}

interface Environment {
  readonly interpreters?: Readonly<Record<string, unknown>>
  readonly platform?: Readonly<Record<string, unknown>>
  readonly lockfiles?: Readonly<Record<string, unknown>>
}

function environment({ environment: of = {}, command }: TrainRecord): Markup {
  const { interpreters = {}, platform = {}, lockfiles = {} } = of as Environment
  const entries = [
    ...(command ? [['training', command.run] as const] : []),
    ...texts(interpreters),
    ...(texts(platform).length > 0
      ? [
          [
            'platform',
            texts(platform)
              .map(([, value]) => value)
              .join(', '),
          ] as const,
        ]
      : []),
    ...texts(lockfiles),
  ]
  return entries.length === 0
    ? nothing
    : markup`<h3>Environment of the training</h3>
<dl class="about">${entries.map(([name, value]) => markup`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`)}</dl>`
}

const texts = (of: Readonly<Record<string, unknown>>) =>
  Object.entries(of)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .slice(0, most)

function digests(
  builtOn: readonly { readonly name: string; readonly kind: string; readonly digest: string }[],
): Markup {
  if (builtOn.length === 0) return nothing
  return markup`<details><summary>Digests of the ${builtOn.length} records and files that the verdict was built on</summary>
<div class="wide" role="region" aria-label="Digests" tabindex="0"><table><thead><tr><th scope="col">what</th><th scope="col">kind</th><th scope="col">sha256</th></tr></thead>
<tbody>${builtOn
    .slice(0, 200)
    .map(
      ({ name, kind, digest }) =>
        markup`<tr><th scope="row">${name}</th><td>${kind}</td><td><code>${digest.replace('sha256:', '')}</code></td></tr>`,
    )}</tbody></table></div></details>`
}
