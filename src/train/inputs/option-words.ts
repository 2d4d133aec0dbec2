/** A word of a line, or what is between two: quoted, escaped, plain. In double quotes a backslash escapes only two characters. */
const piece = /[ \t\r\n]+|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^ \t\r\n'"\\]+)/gsy

/**
 * The words of a line of options of requirements, as pip takes them apart: by `shlex` of Python.
 * @returns 'broken off' where a quote or an escape does not end: pip refuses it
 */
export function optionWords(line: string): readonly string[] | 'broken off' {
  const words: string[] = []
  let word: string | undefined
  let end = 0
  for (const [all, single, double, escaped, plain] of line.matchAll(piece)) {
    end += all.length
    const part = single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? plain
    if (part !== undefined) word = (word ?? '') + part
    else if (word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  if (end < line.length) return 'broken off'
  return word === undefined ? words : [...words, word]
}

/**
 * Files that options name by `-r` and `-c`. Which other options take a value differs between versions of pip: a word that
 * may be such a value is taken for an option as well, so that rather too much is named.
 */
export function filesOfOptions(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const [, short] = /^-[rc](.*)$/s.exec(word) ?? []
    // Other installers leave out the sign of equality, pip does not.
    if (short) return short.startsWith('=') ? [short, short.slice(1)] : [short]
    const [, long = '', value] = /^(--[a-z]+)(?:=(.*))?$/s.exec(word) ?? []
    const isNamed = short === '' || ['--requirement', '--constraint'].some((name) => isBegun(name, long))
    const file = isNamed ? (value ?? words[i + 1]) : undefined
    return file ? [file] : []
  })
}

/** Of an option's name pip takes any beginning that no other has. */
const isBegun = (name: string, by: string) => by.length > 2 && name.startsWith(by)
