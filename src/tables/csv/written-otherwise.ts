import type { TableColumn } from '../table.ts'

/** What separates cells, and what people call it. */
export const separators: Readonly<Record<string, string>> = {
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  ',': 'commas',
}

/**
 * What to do about a table that lacks a column because its text is written in another way than it is read.
 * @param lacking the names of which one is looked for
 * @returns one imperative sentence or two, or undefined where the header does not look so
 */
export function writtenOtherwise(
  label: string,
  columns: readonly Pick<TableColumn, 'name'>[],
  lacking: readonly string[],
): string | undefined {
  const names = columns.map(({ name }) => name)
  return otherSeparator(label, names) ?? spacesAround(names, lacking)
}

function otherSeparator(label: string, [only, second]: readonly string[]): string | undefined {
  if (only === undefined || second !== undefined) return undefined
  const byTabs = /\.(tsv|tab)(\.|$)/i.test(label)
  const found = Object.keys(separators).find((one) => only.includes(one) && (one !== ',' || byTabs))
  if (found === undefined) return undefined
  const seem = `its cells seem to be separated by ${separators[found]}`
  if (found === ',') return `Let its name end in .csv: ${seem}.`
  if (found === '\t') return `Let its name end in .tsv, or write it with commas: ${seem}.`
  return `Write it with commas: ${seem}, which only the contract of a data table can say (dialect: { delimiter: ${JSON.stringify(found)} }).`
}

function spacesAround(names: readonly string[], lacking: readonly string[]): string | undefined {
  const found = names.find((name) => !lacking.includes(name) && lacking.includes(name.trim()))
  return found === undefined
    ? undefined
    : `Write its header without spaces around the names: it has ${JSON.stringify(found)} for ${JSON.stringify(found.trim())}.`
}
