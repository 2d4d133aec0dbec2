import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, type Source } from './files.ts'

/**
 * Lays workflows into a folder beside this repository's actions, which they then name as local ones: only of those does
 * actionlint read the inputs, which are required, and the outputs.
 * @param folder made, and taken by actionlint for a repository
 */
export function besideActions(folder: string, workflows: readonly Source[]): void {
  for (const path of ['.git', '.github/workflows']) mkdirSync(join(folder, path), { recursive: true })
  cpSync(join(root, 'actions'), join(folder, 'actions'), { recursive: true })
  for (const [index, { file, text }] of workflows.entries()) {
    const name = `${index}-${file.replace(/[^\w.-]+/g, '-')}.yml`
    const local = text.replace(/\bmodelassay\/modelassay\/(actions\/[\w-]+)@[\w.-]+/g, './$1')
    writeFileSync(join(folder, '.github/workflows', name), local)
  }
}
