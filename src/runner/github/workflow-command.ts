/** `::name key=value::message`, as the runner reads it from a step's standard output. One line, whatever is in it. */
export function workflowCommand(
  name: string,
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined && value !== '')
  const list = given.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',')
  return `::${name}${list === '' ? '' : ` ${list}`}::${escapeData(message)}\n`
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const invisible = '\u200b'

/**
 * Text that the runner reads no command from: neither `::` at the start of a line, after any white space, nor the
 * old `##[` anywhere in it. An invisible character comes between, so that people read the same.
 */
export const withoutCommands = (text: string): string =>
  text.replace(/(^|[\r\n])([\s\u0085]*):(?=:)/g, `$1$2:${invisible}`).replace(/##(?=\[)/g, `##${invisible}`)
