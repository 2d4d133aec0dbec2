import { resolve } from 'node:path'
import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import { writtenBy } from '../evaluation-work.ts'

/**
 * All commands have run before anything is judged: of two that write one file, the first would be judged by what the
 * second wrote.
 * @throws AssayError configuration `written-twice`
 */
export function checkWritten(project: Project): void {
  const { root, config } = project
  const writers = new Map<string, string>()
  for (const [name, evaluation] of Object.entries(config.evaluations)) {
    if (evaluation.run === undefined) continue
    for (const { path, what } of writtenBy(evaluation, config.train.metrics)) {
      const other = writers.get(resolve(root, path))
      if (other !== undefined && other !== name)
        throw configurationError(
          'written-twice',
          `evaluations.${name}.${what} is ${path}, which the command of evaluation ${other} writes too`,
          {
            hint: `Let each write a file of its own; or take evaluations.${name}.run away, where one command writes for both.`,
            ...placeIn(project, `evaluations.${name}.${what}`),
          },
        )
      writers.set(resolve(root, path), name)
    }
  }
}
