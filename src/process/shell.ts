import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { configurationError } from '../errors.ts'

export interface Invocation {
  readonly file: string
  readonly args: readonly string[]
  /** the arguments stand as they are, without Node's quoting */
  readonly verbatim: boolean
}

/**
 * How a shell runs a script, with the options that GitHub gives it in a workflow: it stops at the first error.
 * @param path value of PATH
 * @throws AssayError `shell-missing`
 */
export async function invocation(shell: string, script: string, path: string): Promise<Invocation> {
  switch (shell) {
    case 'bash':
      return plain(await found(['bash'], path), ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script])
    case 'sh':
      return plain(await found(['sh'], path), ['-e', '-c', script])
    case 'python':
      return plain(await found(['python', 'python3'], path), ['-c', script])
    case 'pwsh':
      return plain(await found(['pwsh'], path), [
        '-NoLogo',
        '-NoProfile',
        '-NonInteractive',
        '-Command',
        `$ErrorActionPreference = 'stop'\n${script}\nif (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }`,
      ])
    case 'cmd':
      return {
        file: await found(['cmd'], path),
        args: ['/D', '/E:ON', '/V:OFF', '/S', '/C', `"${script}"`],
        verbatim: true,
      }
    default:
      throw configurationError('shell-unknown', `there is no shell "${shell}"`, {
        hint: 'Use bash, sh, pwsh, cmd or python.',
      })
  }
}

const plain = (file: string, args: readonly string[]): Invocation => ({ file, args, verbatim: false })

async function found(names: readonly string[], path: string): Promise<string> {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : ['']
  for (const name of names)
    for (const folder of path.split(delimiter).filter(Boolean))
      for (const extension of extensions) {
        const file = join(folder, name + extension)
        if (await isExecutable(file)) return file
      }
  throw configurationError('shell-missing', `the shell ${names[0]} is not on this machine's PATH`, {
    hint: 'Install it, or name another one with "shell": bash, sh, pwsh, cmd or python.',
  })
}

const isExecutable = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
