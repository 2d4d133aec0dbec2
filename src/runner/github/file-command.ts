import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { type Environment, given } from './environment.ts'

/**
 * Tells the runner values through one of its files. A random delimiter keeps any value, whatever lines it has, from
 * setting another one.
 * @param file name of the variable that names the file
 * @throws AssayError outside `not-on-github`; the file system's own error
 */
export function tellRunner(
  env: Environment,
  file: 'GITHUB_OUTPUT' | 'GITHUB_ENV',
  values: Readonly<Record<string, string>>,
): void {
  const entries = Object.entries(values).map(([name, value]) => {
    const delimiter = `modelassay_${randomUUID()}`
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
  })
  appendFileSync(given(env, file), entries.join(''))
}
