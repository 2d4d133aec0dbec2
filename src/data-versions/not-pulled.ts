import { type AssayError, inputError } from '../errors.ts'
import { counted } from '../report/number.ts'
import { outFinder, outsWithin } from './dvc-out.ts'
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

/**
 * The error of a pattern that no file matches, where DVC tracks what it looks through; undefined where DVC does not.
 * @param folder absolute, the part of the pattern before its first wildcard
 * @throws AssayError input: `dvc-unreadable`
 */
export async function nonePulled(
  folder: string,
  folderLabel: string,
  label: string,
): Promise<AssayError | undefined> {
  const tracked = await outFinder()(folder, folderLabel)
  const within = tracked === undefined ? await outsWithin(folder, folderLabel) : []
  if (tracked === undefined && within.length === 0) return undefined
  const says = tracked === undefined ? counted(within.length, 'output') : tracked.dvcLabel
  return inputError(
    'dvc-not-pulled',
    `No file matches ${label}: DVC tracks what lies there (${says}), and it has not been fetched.`,
    { hint: 'Run `dvc pull`, or set data.pull to dvc in modelassay.yml.' },
  )
}
