import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

// What would let a command act as the job, or pass for the suite: tokens of the job and of the runner, inputs of
// actions (the token is one), and the suite's own variables.
const withheld =
  /^(ACTIONS_.*|INPUT_.*|MODELASSAY_.*|(GITHUB|GH)(_ENTERPRISE)?_TOKEN|GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY))$/i

/** The environment without what a command of the user's must not have. */
export function cleanEnvironment(base: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(base).filter((entry): entry is [string, string] => {
      const [name, value] = entry
      return value !== undefined && !withheld.test(name)
    }),
  )
}

/** Marks every process of one command, however it detached itself from its parents. */
export const processMark = 'MODELASSAY_PROCESS'

/** A mark that no other command has. */
export const newMark = () => randomUUID()

/**
 * Files for the runner's file commands, so that scripts written for a workflow run as they are and what they write
 * reaches nobody: a command that could write outputs could write a verdict.
 * @param folder is made; it must not exist yet
 */
export async function fileCommands(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true })
  const names = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']
  const files = names.map((name) => [name, join(folder, name.toLowerCase())] as const)
  for (const [, file] of files) await writeFile(file, '')
  return Object.fromEntries(files)
}
