import { type AssayError, inputError } from '../errors.ts'
import { outFinder } from './dvc-out.ts'
import { inShell } from './in-shell.ts'

/**
 * The error of a table that is not there and that DVC tracks; undefined where DVC does not know it.
 * @throws AssayError input: `dvc-unreadable`
 */
export async function notPulled(path: string, label: string): Promise<AssayError | undefined> {
  const tracked = await outFinder()(path, label)
  if (tracked === undefined) return undefined
  const { out, dvcLabel } = tracked
  const target = out.stage === undefined ? dvcLabel : out.name
  return inputError(
    'dvc-not-pulled',
    `There is no file ${label}: DVC tracks it (${dvcLabel}), and its content has not been fetched.`,
    {
      hint: `Run \`dvc pull${inShell(target)}\`, or set data.pull to dvc in modelassay.yml.`,
      file: dvcLabel,
      ...(out.line !== undefined && { line: out.line }),
    },
  )
}
