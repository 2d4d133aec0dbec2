import { inputError } from '../../errors.ts'

/**
 * Holds a path of an archive or a folder to what every system reads as a path inside: relative, `/` between its parts.
 * @throws AssayError `path-unsafe`
 */
export function demandInside(path: string): void {
  const parts = path.split('/')
  const isSafe =
    parts.every((part) => part !== '' && part !== '.' && part !== '..') &&
    // A backslash or a drive letter leads elsewhere on Windows; a NUL ends the name early in many readers.
    !/[\\\0]/.test(path) &&
    !/^[A-Za-z]:/.test(path)
  if (!isSafe)
    throw inputError(
      'path-unsafe',
      `a file is named ${JSON.stringify(path)}, which could lead out of its folder`,
      {
        hint: 'Name files with letters, digits, dots, - and _ and register again.',
      },
    )
}
