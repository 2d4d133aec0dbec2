import { execFileSync } from 'node:child_process'
import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/**
 * Has the tests find Python as it is fastest. Where a version manager's shell script stands for it, Python itself: each
 * training asks for its version, twice, and such a script takes fifty times as long to answer. And with what it has
 * compiled kept, whatever the image says: to import scikit-learn takes three times as long without.
 */
export default function pythonItself(): (() => void) | undefined {
  delete process.env.PYTHONDONTWRITEBYTECODE
  const before = process.env.PATH ?? ''
  const folders = before.split(delimiter)
  const found = folders.findIndex((folder) => isExecutable(join(folder, 'python3')))
  if (found < 0 || !isScript(join(folders[found]!, 'python3'))) return
  process.env.PATH = folders.toSpliced(found, 0, dirname(executableOf('python3'))).join(delimiter)
  return () => {
    process.env.PATH = before
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isScript(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(2)
    readSync(file, start)
    return start.toString() === '#!'
  } finally {
    closeSync(file)
  }
}

const executableOf = (python: string) =>
  execFileSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()
