import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import type { Config } from '../../config/schema.ts'
import { configurationError } from '../../errors.ts'
import { hasClasses } from '../compare/new-error-drafts.ts'
import type { Measured } from '../measured.ts'

/** Does the gate limit rows that flip from right to wrong? */
export const limitsNewErrors = ({ gate }: Pick<Config, 'gate'>) =>
  gate.new_errors?.max !== undefined || gate.new_errors?.max_share !== undefined

/** @throws AssayError configuration: `no-baselines`, `new-errors-without-rows` */
export function checkNewErrors(project: Project): void {
  const { gate, evaluations } = project.config
  if (!limitsNewErrors(project.config)) return
  if (gate.baselines.length === 0)
    throw configurationError(
      'no-baselines',
      'gate.new_errors counts what a baseline has right, and gate.baselines is empty',
      { hint: 'Name one: base, production or file:<path>.', ...placeIn(project, 'gate.new_errors') },
    )
  if (Object.values(evaluations).every(({ predictions }) => predictions === undefined))
    throw withoutRows(project)
}

/** @throws AssayError configuration `new-errors-without-rows` where no evaluation turned out to have classes */
export function requireClasses(project: Project, { evaluations }: Measured): void {
  if (limitsNewErrors(project.config) && !evaluations.some(hasClasses)) throw withoutRows(project)
}

const withoutRows = (project: Project) =>
  configurationError(
    'new-errors-without-rows',
    'gate.new_errors counts rows whose class is predicted wrong, and no evaluation has classes by row',
    {
      hint: 'Set evaluate.predictions of a binary or multiclass task, or take its max and max_share out.',
      ...placeIn(project, 'gate.new_errors'),
    },
  )
