import { placeIn } from '../config/place-in.ts'
import type { Config } from '../config/schema.ts'
import { tableAt, writtenAsOf } from '../contract/written-as-of.ts'
import { pullItems } from '../data-versions/pull.ts'
import { requirePulled } from '../data-versions/pulled.ts'
import { configurationError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import type { DriftCheckRecord } from '../record/drift-check.ts'
import { softened } from '../report/softened.ts'
import { stageSummary } from '../report/stage-summary.ts'
import { inputCalled } from '../stage/calling.ts'
import { resultOf } from '../stage/outcomes.ts'
import { defineStage } from '../stage/stage.ts'
import { shownPath } from '../tables/remote/web-address.ts'
import { countsOf } from './columns.ts'
import { countedSchema } from './counted.ts'
import { knownColumns } from './known-columns.ts'
import { describe, findReference, isSame, isSamePath, type Reference, sourcesOf } from './reference.ts'
import { respond } from './respond.ts'
import { driftOf } from './score.ts'
import type { CompareParams } from './tasks.ts'
import { absentColumn, driftVerdict, withheld } from './verdict.ts'

const driftBlocks = ({ verdict }: DriftCheckRecord, { drift: { fail_on } }: Pick<Config, 'drift'>): boolean =>
  (verdict === 'drifted' && fail_on !== 'never') || (verdict === 'inconclusive' && fail_on === 'inconclusive')

/** drift-check: does the data that the model meets still look like the data it learnt from? */
export const driftCheck = defineStage<'drift-check', Reference>({
  name: 'drift-check',
  title: 'drift check',
  description:
    'Compares live data with the training data of the model in production, keeps one issue up to date, and dispatches retraining.',
  icon: 'activity',
  color: 'purple',
  inputs: {
    reference: {
      description: '`production`, or reference data as `current` names them.',
      at: ['drift', 'reference'],
      form: 'path',
      words: ['production'],
    },
    current: {
      description: 'Live data: a path, a pattern or an address.',
      at: ['drift', 'current'],
      form: 'path',
    },
    'on-drift': {
      description: 'What to do on drift: `issue`, `retrain`, or both.',
      at: ['drift', 'on_drift'],
      form: 'list',
    },
    'fail-on': {
      description: 'When the step ends red: `drifted`, `inconclusive` (drifted too) or `never`.',
      at: ['drift', 'fail_on'],
    },
  },
  outputs: {
    'drifted-columns': {
      description: 'Names of the drifted columns, as a JSON list.',
      value: ({ columns = [] }) =>
        JSON.stringify(columns.filter(({ drifted }) => drifted).map(({ name }) => name)),
    },
    share: {
      description: 'Share of the compared columns that drifted, 0 to 1.',
      value: ({ share }) => String(share ?? ''),
    },
    'issue-url': {
      description: 'The issue about the drift.',
      value: ({ actions = [] }) => actions.find(({ name }) => name === 'issue')?.url ?? '',
    },
  },
  permissions: [
    {
      scope: 'contents',
      level: 'read',
      purpose: "reads production's records from its release",
      without: 'the check ends as an error',
    },
    {
      scope: 'issues',
      level: 'write',
      purpose: 'keeps the issue up to date',
      without: 'the issue is left as it is, and the record says so',
    },
    {
      scope: 'actions',
      level: 'write',
      purpose: 'dispatches retraining',
      without: 'nothing is dispatched, and the record says so',
    },
  ],

  async plan({ project }, ports) {
    const { drift, data } = project.config
    if (drift.current === undefined)
      throw configurationError('missing-key', 'drift.current is missing: there is no live data to check', {
        hint: `Set drift.current in modelassay.yml, or give ${inputCalled(ports.runner.kind)('current')}.`,
        ...(project.file && { file: project.file }),
      })
    const reference = await findReference(project, ports)
    if (reference?.kind === 'file' && isSamePath(project.root, reference.path, drift.current))
      throw configurationError(
        'reference-is-current',
        'drift.reference and drift.current name the same data, which cannot drift from themselves',
        {
          hint: 'Let drift.current name the live data.',
          ...placeIn(project, 'drift.current'),
        },
      )
    if (!reference) return { skip: 'nothing is in production yet, so there is nothing to compare with' }
    const { left, missing } = knownColumns(project)
    const { root } = project
    const { workspace } = ports.runner
    const table = async (path: string) => ({
      path,
      root,
      workspace,
      ...(await writtenAsOf(project, tableAt(project, path))),
    })
    const params: CompareParams = {
      reference:
        reference.kind === 'file' ? { table: await table(reference.path) } : { profile: reference.profile },
      current: await table(drift.current),
      ...(drift.columns && { columns: drift.columns }),
      place: placeIn(project, 'drift.columns'),
      unless: left,
      missing,
      training:
        reference.kind === 'production' && drift.on_drift.includes('retrain')
          ? Object.entries(data.tables).flatMap(([name, { path, role }]) =>
              role === 'train' ? [{ name, path, role, root, workspace }] : [],
            )
          : [],
    }
    const read = [drift.current, ...(reference.kind === 'file' ? [reference.path] : [])]
    const trained = params.training.flatMap(({ path }) => path)
    return {
      context: reference,
      work: [
        ...(await pullItems(project, [...read, ...trained])),
        {
          kind: 'task',
          id: 'compare',
          title: 'Compare live data',
          task: 'compare',
          params: params as unknown as Json,
        },
      ],
    }
  },

  async conclude({ project, context }, outcomes, ports) {
    const { drift, name } = project.config
    requirePulled(outcomes)
    const counted = resultOf(outcomes, 'compare', countedSchema)
    const rows = { reference: counted.reference.rows, current: counted.current.rows }
    const judged = [
      ...driftOf(
        counted.columns.map(({ profile, current }) => countsOf(profile, current)),
        drift,
      ),
      ...counted.absent.map(absentColumn),
    ]
    const columns = withheld(judged, rows, drift.min_rows)
    const { verdict, reason } = driftVerdict(columns, rows, drift.min_rows)
    const live = shownPath(drift.current!)
    const found = {
      name,
      reference: describe(context, counted.reference),
      current: {
        name: 'live',
        path: live,
        role: 'live' as const,
        identity: { kind: 'content' as const, value: counted.current.digest },
        rows: counted.current.rows,
      },
      columns,
      ...(verdict !== 'inconclusive' && {
        share: columns.filter(({ drifted }) => drifted).length / columns.length,
      }),
    }
    const sameData = isSame(context, counted.training)
    const actions = await respond(verdict, found, sameData, project, context, ports)
    const { name: _name, ...rest } = found
    return {
      ...rest,
      verdict,
      passes: verdict === 'stable',
      reason,
      ...(counted.left.length > 0 && { not_compared: counted.left }),
      actions,
      built_on: [
        ...sourcesOf(context, counted.reference),
        { kind: 'file' as const, name: live, digest: counted.current.digest },
      ],
    }
  },

  blocks: driftBlocks,

  async tell({ record }, { project }, { runner }) {
    const quiet = driftBlocks(record, project.config) ? undefined : softened(record)
    await runner.summary(`${stageSummary(record)}${quiet === undefined ? '' : `\n${quiet}\n`}`)
    return { outputs: {} }
  },
})
