import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import type { TrainRecord } from '../../../record/train.ts'
import type { Change } from '../../../record/training-change.ts'
import { trainingChangeText } from '../../change-text.ts'
import { headlineOf } from '../../gate/gate-words.ts'
import type { Tone } from '../../gate/zone-words.ts'
import { bytes, counted } from '../../number.ts'
import { stageHeadline } from '../../stage-words.ts'
import { type Interpolated, type Markup, markup, nothing } from '../markup.ts'
import { toneSign } from '../tone-sign.ts'
import type { GateReport } from './gate-report.ts'
import { type Section, section } from './section.ts'

/** Tables, parameters, versions ... that a box names. */
const few = 6

interface Box {
  readonly title: string
  readonly lines: readonly Interpolated[]
  readonly tone?: Tone
  /** it differs from that of a baseline */
  readonly changed?: boolean
}

/** Where the model comes from, and where it went: from data, code and parameters to the verdict and beyond. */
export function lineageSection(report: GateReport): Section | undefined {
  const { record, training, later = [] } = report
  const columns: Box[][] = [
    inputs(report),
    training ? [trained(training)] : [],
    modelBox(record, training),
    [gated(record)],
    later.map((one) => {
      const { tone, words } = stageHeadline(one)
      return {
        title: one.stage === 'register-model' ? 'Version' : 'Deployment',
        lines: [words, one.version, one.stage === 'deploy-model' ? one.environment : one.registry],
        tone,
      }
    }),
  ].filter((boxes) => boxes.length > 0)
  if (columns.length < 2) return undefined
  return section(
    'lineage',
    'Lineage',
    markup`<ol class="flow" aria-label="From data, code and parameters to the verdict">${columns.map(
      (boxes) => markup`<li>${boxes.map(boxMarkup)}</li>`,
    )}</ol>
${whatElseChanged(record)}`,
  )
}

const boxMarkup = ({ title, lines, tone, changed }: Box): Markup =>
  markup`<div class="box${tone === undefined ? '' : markup` ${tone}`}"><h3>${tone === undefined ? nothing : toneSign(tone)}${title}${changed ? markup` <span class="tag">changed</span>` : nothing}</h3>${lines
    .filter((line) => line !== undefined && line !== '')
    .map((line) => markup`<p>${line}</p>`)}</div>`

const digest = (text: string) => markup`<code>${text.replace('sha256:', '').slice(0, 12)}</code>`

function inputs({ record, training, data }: GateReport): Box[] {
  const changes = (record.baselines ?? []).flatMap(({ changes: since = [] }) => since)
  const changed = (...kinds: Change['kind'][]) => changes.some(({ kind }) => kinds.includes(kind))
  const tables = data?.tables ?? training?.tables ?? []
  const { run } = record
  const sha = run.head_sha ?? run.sha
  const params = Object.keys(training?.params ?? {})
  return [
    ...(tables.length === 0
      ? []
      : [
          {
            title: 'Data',
            lines: [
              ...tables
                .slice(0, few)
                .map(
                  ({ name, identity, rows }) =>
                    markup`${name}${typeof rows === 'number' ? `, ${counted(rows, 'row')}` : ''} ${identity.value === undefined ? nothing : digest(identity.value)}`,
                ),
              ...moreThan(tables.length),
            ],
            changed: changed('data', 'contract'),
          },
        ]),
    ...(sha === undefined
      ? []
      : [
          {
            title: 'Code',
            lines: [
              markup`commit <code>${sha.slice(0, 12)}</code>${run.dirty ? ', with uncommitted changes' : ''}`,
              run.ref,
            ],
            changed: changed('command', 'input'),
          },
        ]),
    ...(params.length === 0
      ? []
      : [
          {
            title: 'Parameters',
            lines: [
              ...params
                .slice(0, few)
                .map((name) => markup`${name}: <code>${cut(training!.params![name])}</code>`),
              ...moreThan(params.length),
            ],
            changed: changed('parameter'),
          },
        ]),
  ]
}

const moreThan = (count: number) => (count > few ? [`and ${count - few} more`] : [])

function cut(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

const trained = ({ command, fingerprint, seeds = [], reused_from: reused, verdict }: TrainRecord): Box => ({
  title: verdict === 'reused' ? 'Training, of an earlier run' : 'Training',
  lines: [
    command && markup`<code>${cut(command.run)}</code>`,
    fingerprint && markup`fingerprint ${digest(fingerprint)}`,
    seeds.length > 0
      ? `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.slice(0, few).join(', ')}`
      : undefined,
    reused === undefined ? undefined : `taken from ${cut(reused)}`,
  ],
})

function modelBox({ model_digest: of }: EvaluateGateRecord, training: TrainRecord | undefined): Box[] {
  if (of === undefined) return []
  const model = training?.model
  return [
    {
      title: 'Model',
      lines: [digest(of), model && `${bytes(model.bytes)} in ${counted(model.files, 'file')}`],
    },
  ]
}

function gated(record: EvaluateGateRecord): Box {
  const { tone, words } = headlineOf(record)
  const { evaluations = [], policy } = record
  return {
    title: 'Gate',
    lines: [
      words,
      ...evaluations
        .slice(0, few)
        .map(
          ({ name, rows, identity }) =>
            markup`${name}${rows > 0 ? `, ${counted(rows, 'row')}` : ''} ${identity.value === undefined ? nothing : digest(identity.value)}`,
        ),
      policy && markup`rules ${digest(policy.digest)}`,
    ],
    tone,
  }
}

/** What is different beside the metrics, for each baseline whose training is known. */
function whatElseChanged({ baselines = [] }: EvaluateGateRecord): Markup {
  const known = baselines.filter(({ changes }) => changes !== undefined)
  if (known.length === 0) return nothing
  const same = new Map<string, { readonly names: string[]; readonly changes: readonly Change[] }>()
  for (const { name, changes = [] } of known) {
    const key = JSON.stringify(changes)
    const one = same.get(key) ?? { names: [], changes }
    one.names.push(name)
    same.set(key, one)
  }
  return markup`<h3>What else changed</h3>
${[...same.values()].map(
  ({ names, changes }) => markup`<p>Since ${names.join(', ')}:</p>
<ul class="changes">${
    changes.length === 0
      ? markup`<li>nothing that is known to decide a training</li>`
      : changes.slice(0, 100).map((change) => markup`<li>${trainingChangeText(change)}</li>`)
  }</ul>`,
)}`
}
