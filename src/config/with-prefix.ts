/** The alternatives of a message like `base, best, version:<version> or file:<path>`, written as they are used. */
export const alternatives = (message: string): string[] =>
  message.split(/, | or /).filter((word) => /^[a-z]+$/.test(word))

const looks: Readonly<Record<string, RegExp>> = {
  version: /^v?\d+\.\d+\.\d+/,
  file: /[./\\]/,
}

/** A value that only lacks the prefix which says what it is: `old.json` is `file:old.json`. */
export function withPrefix(found: string, message: string): string | undefined {
  const kind = Object.keys(looks).find((name) => message.includes(`${name}:<`) && looks[name]!.test(found))
  if (kind === undefined) return undefined
  return `${kind}:${kind === 'version' ? found.replace(/^v/, '') : found}`
}
