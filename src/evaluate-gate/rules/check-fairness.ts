import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import { namedRules } from '../../rules/named-rules.ts'
import type { Measured } from '../measured.ts'

/**
 * Whether a disparity can be computed at all. The positive class is never guessed: which decision is the favourable one
 * is the very question.
 * @throws AssayError configuration: `fairness-without-rows`, `fairness-not-binary`, `fairness-without-positive`
 */
export function checkFairness(project: Project): void {
  const { gate, evaluations } = project.config
  if (!gate.fairness) return
  const place = placeIn(project, 'gate.fairness')
  const withRows = Object.entries(evaluations).filter(
    ([, { predictions, judged }]) => predictions !== undefined && judged,
  )
  if (withRows.length === 0)
    throw configurationError(
      'fairness-without-rows',
      'gate.fairness compares groups of rows, and no evaluation has predictions by row',
      { hint: 'Set evaluate.predictions, or take gate.fairness out.', ...place },
    )
  const perhapsBinary = withRows.filter(([, { task }]) => task === undefined || task === 'binary')
  if (perhapsBinary.length === 0) throw notBinary(project)
  const guessed = perhapsBinary.find(([, { positive }]) => positive === undefined)?.[0]
  if (guessed !== undefined)
    throw configurationError(
      'fairness-without-positive',
      `gate.fairness needs to know which class is the positive one, and evaluation ${guessed} does not say`,
      {
        hint: 'Set evaluate.positive to the label of the favourable decision, as the predictions write it.',
        ...place,
      },
    )
}

/**
 * @throws AssayError configuration: `fairness-not-binary` where no evaluation turned out to have groups; `evaluation-not-judged`
 * where nothing but groups is judged, and one has none
 */
export function requireGroups(project: Project, { evaluations }: Pick<Measured, 'evaluations'>): void {
  const { gate } = project.config
  if (!gate.fairness) return
  if (!evaluations.some(({ fairness }) => fairness !== undefined)) throw notBinary(project)
  const unreached = evaluations.find(({ fairness }) => fairness === undefined)
  if (unreached === undefined || namedRules(project.config).length > 0) return
  throw configurationError(
    'evaluation-not-judged',
    `the gate asks nothing of the evaluation ${unreached.name}: gate.fairness compares groups of a binary task, and there are no gate.rules`,
    {
      hint: `Add gate.rules, or set judged: false for ${unreached.name}.`,
      ...placeIn(project, 'gate.fairness'),
    },
  )
}

const notBinary = (project: Project) =>
  configurationError(
    'fairness-not-binary',
    'gate.fairness compares how often groups are predicted positive, and no evaluation is of a binary task',
    {
      hint: 'Set evaluate.task: binary with evaluate.positive, or take gate.fairness out.',
      ...placeIn(project, 'gate.fairness'),
    },
  )
