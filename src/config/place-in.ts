import type { Place } from '../errors.ts'
import type { Project } from './project.ts'

/** Where a key stands in the configuration file (`gate.rules.accuracy`), or its nearest ancestor. */
export function placeIn({ file, lines }: Pick<Project, 'file' | 'lines'>, path: string): Place {
  if (file === undefined) return {}
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.'))))
    if (Object.hasOwn(lines, at)) return { file, line: lines[at]! }
  return { file }
}
