import type { Coverage } from './coverage.ts'
import type { FalseAlarms } from './false-alarms.ts'
import type { Power } from './power.ts'
import type { Dependence } from './simulated.ts'

interface Setting {
  readonly task: string
  readonly rows: number
  readonly ease: number
  readonly dependence?: Dependence
}

/** The three tables as a page of the documentation. @param times of the usual runs, as the command was told */
export function page(
  alarms: readonly (Setting & FalseAlarms & { readonly told: boolean })[],
  powers: readonly (Power & { readonly metric: string; readonly allowed: number; readonly rows: number })[],
  covered: readonly (Setting & Coverage)[],
  times = 1,
): string {
  return `# How often the gate is wrong

Written by \`node bench/calibration.ts${times === 1 ? '' : ` ${times}`}\` from simulations with fixed seeds. *±* is two standard errors of the simulation
itself. Models are simulated as a signal that all of them see, and noise of their own; \`easy\` rows lie far apart, so that
about 5% are predicted wrong. Shorter runs of the same simulations are among the tests.

## A model that is no worse

Verdicts that block a model of the same worth: over accuracy, F1, ROC AUC and log loss (or MAE, RMSE and R²), two
baselines and five slices by the first metric, with nothing allowed (\`max_worsening: 0\`). At most 5% is promised.

${table(
  ['task', 'rows', 'rows hang together', 'runs', 'blocked'],
  alarms.map((one) => [
    settingOf(one),
    thousands(one.rows),
    togetherOf(one),
    String(one.runs),
    share(one.blocked, one.runs),
  ]),
)}

Where rows hang together and the gate is not told so, it blocks equal models more often: name the column with \`evaluate.columns.group\`
or \`evaluate.columns.time\`.

## A model that is worse by \`smallest_blocked\`

Verdicts that block a model whose true worsening is what \`smallest_blocked\` says on average. 80% is promised.

${table(
  ['metric', 'rows', 'allowed', 'worse by', 'runs', 'blocked'],
  powers.map(({ metric, rows, allowed, drop, runs, blocked }) => [
    metric,
    thousands(rows),
    String(allowed),
    drop.toFixed(4),
    String(runs),
    share(blocked, runs),
  ]),
)}

## Bounds of a value

How often each bound misses the true value; 5% on each side is promised. A bound that is missed less often is wider than
it has to be. *Counts* are the rows on which the metric rests: those of the class for recall, those predicted so for
precision, those of either for F1, those of the smaller class for ROC AUC and average precision; patients where there are
ten rows of each; and in time as many rows on their own as would tell as much of a mean. *too often* marks bounds that are
missed in more than 6%, *too seldom* those in less than 4%, beyond what the simulation itself leaves open; all others are
within one point of what is promised, or not told apart from it by so many runs.

${table(
  [
    'metric',
    'task',
    'rows',
    'rows hang together',
    'counts',
    'true value',
    'runs',
    'lower bound too high',
    'upper bound too low',
    '',
  ],
  covered.map((one) => [
    one.metric,
    settingOf(one),
    thousands(one.rows),
    togetherOf({ ...one, told: true }),
    thousands(one.counts),
    one.truth.toFixed(3),
    String(one.runs),
    share(one.above, one.runs),
    share(one.below, one.runs),
    markOf(one),
  ]),
)}

Where it is not within a point: fifty rows of which some two are predicted wrong are too few to tell much of these two,
and bounds then err to one side. Of average precision the lower bound of fifty rows is too high, since it reads higher the
fewer rows there are. The mean of squared errors is skewed, so that its upper bound, and the lower one of R², is too low of
fifty rows, of twenty patients, and of rows that follow each other in time.

What no bound can know: errors so rare that a sample holds none, and errors with tails so heavy that their mean is made
by rows that hardly ever occur. Judge such errors by \`mae\` or \`median_ae\` rather than by \`mse\` or \`rmse\`.
`
}

const settingOf = ({ task, ease }: Setting) => (ease > 1 ? `${task}, easy` : task)

function togetherOf({ dependence = 'none', told }: Pick<Setting, 'dependence'> & { readonly told: boolean }) {
  const how = { none: 'no', patients: 'ten a patient', time: 'in time' }[dependence]
  return dependence === 'none' || told ? how : `${how}, not told`
}

const thousands = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

const errorOf = (p: number, runs: number) => 2 * Math.sqrt((p * (1 - p)) / runs)

function share(count: number, runs: number): string {
  const p = count / runs
  return `${(100 * p).toFixed(1)}% ± ${(100 * errorOf(Math.max(p, 1 / runs), runs)).toFixed(1)}`
}

function markOf({ above, below, runs }: Coverage): string {
  const shares = [above / runs, below / runs]
  const often = shares.some((missed) => missed - errorOf(0.06, runs) > 0.06)
  const seldom = shares.some((missed) => missed + errorOf(0.04, runs) < 0.04)
  return [often && 'too often', seldom && 'too seldom'].filter(Boolean).join(', ')
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
