import { expect } from 'vitest'

/** Commands that GitHub's runner would carry out: it splits at \r too, trims, and knows the old form. */
export function commandsIn(text: string): string[] {
  const found: string[] = []
  let stopped: string | undefined
  for (const line of text.split(/\r\n|\r|\n/)) {
    const name = /^[\s\u0085]*::([^\s:]+)/.exec(line)?.[1] ?? /##\[([^\s\]]+)/.exec(line)?.[1]
    if (name === undefined) continue
    if (stopped !== undefined) {
      if (name === stopped) stopped = undefined
      continue
    }
    if (name === 'stop-commands') stopped = line.replace(/^.*::/, '')
    else found.push(name)
  }
  expect(stopped).toBeUndefined()
  return found
}
