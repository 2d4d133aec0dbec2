import { resolve } from 'node:path'
import { isAddress } from '../config/address.ts'
import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import type { Config, EvaluationConfig } from '../config/schema.ts'
import { testTableAmong } from '../config/test-table.ts'
import { writtenAsOf } from '../contract/written-as-of.ts'
import type { NamedFile } from '../metrics/read/prediction-tables.ts'
import { memberOf } from '../rules/member-of.ts'
import type { CommandItem } from '../stage/work.ts'
import type { Asked } from '../tables/find-column.ts'
import type { TablePlace } from '../tables/locate.ts'
import type { EvaluationRequest } from './request.ts'

const commandId = (evaluation: string) => `evaluate ${evaluation}`

/** The user's commands that evaluate the model in a folder, one for each evaluation that has one. */
export function evaluationCommands(
  { root, config }: Project,
  modelFolder: string | undefined,
): CommandItem[] {
  return Object.entries(config.evaluations).flatMap(([name, evaluation]) => {
    if (evaluation.run === undefined || modelFolder === undefined) return []
    const written = writtenBy(evaluation, config.train.metrics)
    return {
      kind: 'command' as const,
      id: commandId(name),
      title: `Evaluation ${name}`,
      run: evaluation.run,
      shell: evaluation.shell,
      cwd: root,
      env: { MODELASSAY_NAME: config.name, MODELASSAY_MODEL_DIR: modelFolder, MODELASSAY_EVALUATION: name },
      timeoutSeconds: evaluation.timeout_seconds,
      clears: written.map(({ path }) => resolve(root, path)),
      makes: [],
      produces: written.map(({ path, what }) => ({ path: resolve(root, path), what })),
    }
  })
}

/** What the command owes. A metrics file that training writes too may be training's. */
export function writtenBy({ predictions, metrics }: EvaluationConfig, trainMetrics: string | undefined) {
  return [
    ...(predictions === undefined ? [] : [{ path: predictions, what: 'predictions' }]),
    ...(metrics === undefined || metrics === trainMetrics ? [] : [{ path: metrics, what: 'metrics' }]),
  ]
}

export async function evaluationRequests(project: Project): Promise<EvaluationRequest[]> {
  const { root, config } = project
  const named = (label: string): NamedFile => ({ path: resolve(root, label), label })
  const requests = Object.entries(config.evaluations).map(async ([name, evaluation]) => {
    const { predictions, metrics, truth, task, positive, columns } = evaluation
    return {
      name,
      ...(keyOf(project, name) !== 'evaluate' && { at: keyOf(project, name) }),
      config: { columns, ...(task && { task }), ...(positive !== undefined && { positive }) },
      ...(!evaluation.judged && { judged: false as const }),
      ...(predictions !== undefined && { predictions: named(predictions) }),
      ...(metrics !== undefined && { metrics: named(metrics) }),
      ...(truth && {
        truth: {
          place: placeOf(project, config.data.tables[truth.table]!.path),
          ...(await writtenAsOf(project, truth.table)),
          column: truth.column,
          id: truth.id,
        },
      }),
      ...testTableOf(project, name),
      asked: askedColumns(project, name),
    }
  })
  return Promise.all(requests)
}

function keyOf({ lines }: Project, evaluation: string): string {
  const own = `evaluations.${evaluation}`
  return Object.hasOwn(lines, own) ? own : 'evaluate'
}

/** The keys that name columns, `evaluate.*` standing for the only evaluation. */
function askedColumns(project: Project, evaluation: string): Record<string, Asked> {
  const at = keyOf(project, evaluation)
  const keys = ['columns', 'truth'].flatMap((part) =>
    Object.keys(project.lines).filter((key) => key.startsWith(`${at}.${part}.`)),
  )
  return {
    ...Object.fromEntries(
      keys.map((key) => [key.slice(at.length + 1), { key, place: placeIn(project, key) }]),
    ),
    ...askedAttributes(project),
  }
}

/** The keys that cut every test set into groups of rows. */
function askedAttributes(project: Project): Record<string, Asked> {
  const { gate } = project.config
  return Object.fromEntries(
    (['fairness', 'slices'] as const).flatMap((part) => {
      const key = `gate.${part}.columns`
      const asked: Asked = { key, place: placeIn(project, key) }
      return (gate[part]?.columns ?? []).map((name) => [`attributes.${name}`, asked])
    }),
  )
}

/** Where a table is, its files called as the configuration calls them. */
export const placeOf = ({ root }: Project, path: TablePlace['path']): TablePlace => ({
  path,
  root,
  workspace: root,
})

/** Nothing joins it: where it would have to be fetched, the rows of the predictions say which test set it is. */
function testTableOf(project: Project, evaluation: string): Pick<EvaluationRequest, 'testTable'> {
  const name = testTableName(project.config, evaluation)
  const path = name === undefined ? undefined : project.config.data.tables[name]!.path
  return path === undefined || [path].flat().some(isAddress)
    ? {}
    : { testTable: { place: placeOf(project, path) } }
}

/** The table whose rows an evaluation predicts. */
export function testTableName({ data, evaluations }: Config, evaluation: string): string | undefined {
  const tests = Object.entries(data.tables).flatMap(([name, { role }]) => (role === 'test' ? [name] : []))
  return testTableAmong(tests, Object.keys(evaluations), evaluation)
}

/** The table that an evaluation is made on. */
export function tableOf(
  config: Config,
  evaluation: string,
): { name: string; path: TablePlace['path'] } | undefined {
  const name = config.evaluations[evaluation]?.truth?.table ?? testTableName(config, evaluation)
  const found = name === undefined ? undefined : memberOf(config.data.tables, name)
  return name === undefined || found === undefined ? undefined : { name, path: found.path }
}
