import { trainingChangeText } from '../../report/change-text.ts'
import { bytes, counted } from '../../report/number.ts'
import { type Cell, inColumns } from '../../report/terminal/columns.ts'
import type { Palette } from '../../report/terminal/palette.ts'
import { visible } from '../../report/visible.ts'
import type { Waiting } from '../checkpoint/waiting-checkpoint.ts'
import type { Explanation } from './explain.ts'
import type { Ingredients } from './ingredients.ts'

/** Files that are listed; the JSON form has all. */
const mostFiles = 20

/** What `train` would do, why, and what the fingerprint is made of, for a terminal. */
export function explanationText(
  { name, would, reason, changed, hint, checkpoint, notes, ingredients }: Explanation,
  palette: Palette,
): string {
  const changes = changed?.changes ?? []
  return [
    `${palette.strong(visible(name))} ${would === 'reuse' ? palette.good('would be taken from an earlier training') : palette.unsure('would be trained')}`,
    `  ${visible(reason, 1000)}`,
    ...(hint === undefined ? [] : [`  ${visible(hint, 1000)}`]),
    ...(checkpoint ? [`  ${visible(checkpointText(checkpoint), 1000)}`] : []),
    ...(changes.length > 1
      ? ['', `  ${palette.faint(`since ${visible(changed?.since ?? '')}`)}`, ...changes.map(changeLine)]
      : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `  ${palette.unsure('!')} ${visible(note)}`)] : []),
    ...(ingredients ? ['', ...ingredientLines(ingredients, palette)] : []),
    '',
  ].join('\n')
}

function checkpointText({ from, bytes: size, seeds, not_because }: Waiting): string {
  const what = `the checkpoint of ${from} (${bytes(size)}, ${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(', ')})`
  return not_because === undefined
    ? `It would go on from ${what}.`
    : `It would begin anew: ${what} would not be taken, because ${not_because}.`
}

const changeLine = (change: Parameters<typeof trainingChangeText>[0]) =>
  `  ${visible(trainingChangeText(change), 500)}`

function ingredientLines(
  { fingerprint, sources, machine, params = {} }: Ingredients,
  palette: Palette,
): string[] {
  const inputs = Object.entries(sources.inputs ?? {})
  const entries: (readonly [string, string])[] = [
    ['fingerprint', fingerprint],
    ['command', `${sources.command.shell}: ${sources.command.run}`],
    ['seeds', sources.seeds.join(', ')],
    ...sources.tables.map(({ name, identity }) => [`table ${name}`, identity.value ?? 'not known'] as const),
    ...Object.entries(sources.contracts).map(([path, digest]) => [`contract ${path}`, digest] as const),
    ...(sources.params
      ? [['parameters', `${sources.params.path}, ${counted(Object.keys(params).length, 'name')}`] as const]
      : []),
    ...Object.entries(sources.lockfiles).map(([path, digest]) => [`lockfile ${path}`, digest] as const),
    ...(sources.workflow ? [[`workflow ${sources.workflow.path}`, sources.workflow.digest] as const] : []),
    ['modelassay', sources.suite_version],
    ...Object.entries(machine.interpreters).map(([name, version]) => [name, version] as const),
    ['platform', Object.values(machine.platform).join(' ')],
    ...(machine.container ? [['container', Object.values(machine.container).join(' ')] as const] : []),
    ...Object.entries(machine.variables ?? {}).map(([name, digest]) => [`variable ${name}`, digest] as const),
    ['files', sources.inputs ? counted(inputs.length, 'file') : 'too many to list'],
    ...inputs.slice(0, mostFiles).map(([path, digest]) => [`  ${path}`, digest] as const),
  ]
  const cells = entries.map(([label, value]): Cell[] => [
    { text: visibleIndented(label), paint: palette.faint },
    { text: visible(value) },
  ])
  const more =
    inputs.length > mostFiles ? [`    and ${inputs.length - mostFiles} more (--json lists all)`] : []
  return [...inColumns(cells).map((line) => `  ${line}`), ...more]
}

const visibleIndented = (label: string) => `${label.startsWith('  ') ? '  ' : ''}${visible(label, 100)}`
