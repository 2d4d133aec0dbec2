import { resolve } from 'node:path'
import { isAddress } from '../config/address.ts'
import { isPattern } from '../config/path-pattern.ts'
import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import type { Config, EvaluationConfig } from '../config/schema.ts'
import { writtenAsOf } from '../contract/written-as-of.ts'
import { configurationError } from '../errors.ts'
import type { NamedFile } from '../metrics/prediction-tables.ts'
import type { CommandItem } from '../stage/work.ts'
import type { Asked } from '../tables/find-column.ts'
import { memberOf } from './member-of.ts'
import type { EvaluationRequest } from './request.ts'

export const commandId = (evaluation: string) => `evaluate ${evaluation}`

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
function writtenBy({ predictions, metrics }: EvaluationConfig, trainMetrics: string | undefined) {
  return [
    ...(predictions === undefined ? [] : [{ path: predictions, what: 'predictions' }]),
    ...(metrics === undefined || metrics === trainMetrics ? [] : [{ path: metrics, what: 'metrics' }]),
  ]
}

/** @throws AssayError configuration `unknown-table` */
export function evaluationRequests(project: Project): EvaluationRequest[] {
  const { root, config } = project
  const named = (label: string): NamedFile => ({ path: resolve(root, label), label })
  return Object.entries(config.evaluations).map(([name, evaluation]) => {
    const { predictions, metrics, truth, task, positive, columns } = evaluation
    const testTable = testTableOf(project, name)
    return {
      name,
      config: { columns, ...(task && { task }), ...(positive !== undefined && { positive }) },
      ...(!evaluation.judged && { judged: false as const }),
      ...(predictions !== undefined && { predictions: named(predictions) }),
      ...(metrics !== undefined && { metrics: named(metrics) }),
      ...(truth && {
        truth: {
          ...named(truthPath(project, name)),
          ...writtenAsOf(project, truth.table),
          column: truth.column,
          id: truth.id,
        },
      }),
      ...(testTable !== undefined && { testTable: named(testTable) }),
      asked: askedColumns(project, name),
    }
  })
}

/** The keys of the file that name columns, `evaluate.*` standing for the only evaluation. */
function askedColumns(project: Project, evaluation: string): Record<string, Asked> {
  const own = `evaluations.${evaluation}`
  const at = Object.hasOwn(project.lines, own) ? own : 'evaluate'
  const keys = ['columns', 'truth'].flatMap((part) =>
    Object.keys(project.lines).filter((key) => key.startsWith(`${at}.${part}.`)),
  )
  return Object.fromEntries(
    keys.map((key) => [key.slice(at.length + 1), { key, place: placeIn(project, key) }]),
  )
}

function truthPath({ config, file }: Project, evaluation: string): string {
  const { table } = config.evaluations[evaluation]!.truth!
  const found = Object.hasOwn(config.data.tables, table) ? config.data.tables[table] : undefined
  const alone = found === undefined ? undefined : oneFile(found.path)
  if (alone !== undefined) return alone
  if (found)
    throw configurationError(
      'table-of-several-files',
      `evaluation ${evaluation} takes its truth from the table ${table}, which is not one file`,
      { hint: 'Write the labels to one file, and name that.', ...(file !== undefined && { file }) },
    )
  const tables = Object.keys(config.data.tables)
  throw configurationError(
    'unknown-table',
    `evaluation ${evaluation} takes its truth from the table ${table}, which data.tables does not have`,
    {
      hint:
        tables.length > 0
          ? `Name one of ${tables.join(', ')}, or add it to data.tables.`
          : 'Add it to data.tables.',
      ...(file !== undefined && { file }),
    },
  )
}

function testTableOf({ config }: Project, evaluation: string): string | undefined {
  const name = testTableName(config, evaluation)
  return name === undefined ? undefined : oneFile(config.data.tables[name]!.path)
}

/** The table of the evaluation's own name, or the only test table where there is only one evaluation. */
export function testTableName(config: Config, evaluation: string): string | undefined {
  const tests = Object.entries(config.data.tables).flatMap(([name, { role }]) =>
    role === 'test' ? [name] : [],
  )
  const [only, second] = tests
  const alone = Object.keys(config.evaluations).length === 1 && second === undefined ? only : undefined
  return tests.find((name) => name === evaluation) ?? alone
}

/** The table that an evaluation is made on, where it is one file of this machine. */
export function tableOf(config: Config, evaluation: string): { name: string; path: string } | undefined {
  const name = config.evaluations[evaluation]?.truth?.table ?? testTableName(config, evaluation)
  const found = name === undefined ? undefined : memberOf(config.data.tables, name)
  const path = found && oneFile(found.path)
  return name === undefined || path === undefined ? undefined : { name, path }
}

/** The path where it is that of one file of this machine. */
export function oneFile(path: string | readonly string[]): string | undefined {
  const [first, second] = [path].flat()
  return first === undefined || second !== undefined || isAddress(first) || isPattern(first)
    ? undefined
    : first
}
