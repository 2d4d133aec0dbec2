const context = 3

/**
 * The difference of two texts that differ in one place, as a unified diff with three lines around it. `git apply` and
 * `patch -p1` take it.
 * @param path as both take it, relative to where they run
 * @returns '' where the texts are the same
 */
export function unifiedPatch(before: string, after: string, path: string): string {
  if (before === after) return ''
  const [old, now] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++
  const first = Math.max(0, start - context)
  const trailing = Math.min(end, context)
  const lines = [
    ...old.slice(first, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end, old.length - end + trailing).map((line) => ` ${line}`),
  ]
  const span = (total: number) => {
    const count = total - end + trailing - first
    return `${count === 0 ? first : first + 1},${count}`
  }
  const name = (side: 'a' | 'b') =>
    /[\s"\\]/.test(path) ? JSON.stringify(`${side}/${path}`) : `${side}/${path}`
  const head = `--- ${name('a')}\n+++ ${name('b')}\n@@ -${span(old.length)} +${span(now.length)} @@\n`
  return head + lines.map(ended).join('')
}

/** Lines with their ends, so that a last one without is told from one with. */
const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const ended = (line: string) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)
