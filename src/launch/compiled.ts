import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { leftFile } from './left-file.ts'

const fileBeside = (plan: string) => join(dirname(plan), 'suite.compiled')

const digestOf = (code: Buffer) => createHash('sha256').update(code).digest('hex')

/**
 * Leaves what the suite was compiled to beside the plan, for the next two steps of the action.
 * @param plan its file
 * @returns its digest, which the runner carries to them, out of reach of the user's commands
 */
export async function leaveCompiled(plan: string, code: Buffer): Promise<string> {
  await writeFile(fileBeside(plan), code, { mode: 0o600 })
  return digestOf(code)
}

/** @returns what the plan step left, to the byte; undefined where that is gone, or is something else by now */
export function compiledOf(env: Readonly<Record<string, string | undefined>>): Buffer | undefined {
  const { MODELASSAY_PLAN: plan, MODELASSAY_COMPILED: digest } = env
  if (!plan || !digest) return
  const code = leftFile(fileBeside(plan))
  return code !== undefined && digestOf(code) === digest ? code : undefined
}
