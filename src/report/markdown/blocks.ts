/** A table of cells that are Markdown already; the first `words` columns hold words, the others numbers. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = align.map((side) => (side === 'right' ? '--:' : '---'))
  return [line(header), line(rule), ...rows.map(line)].join('\n')
}

/** What is folded away until somebody opens it. */
export const details = (summary: string, body: string) =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`

/** The same, open until somebody folds it. */
export const openDetails = (summary: string, body: string) =>
  details(summary, body).replace('<details>', '<details open>')

/** Blocks of a document, with an empty line between them. */
export const blocks = (parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n')
