type Environment = Readonly<Record<string, string | undefined>>

/** Ends of the names of variables that hold secrets, as the tools of this trade call theirs. */
const secretNames =
  /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PAT|API_?KEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|AUTH_KEY|ACCOUNT_KEY|CONNECTION_STRING)$/i

/** Shorter than this, a value is a word that a log also says for other reasons. */
const shortest = 8

/**
 * Values that no log and no record may show: those of variables whose name says so, and the password of an address.
 * Of a value of several lines, each line, because that is how it is printed.
 */
export function secretsIn(environment: Environment): string[] {
  const values = Object.entries(environment).flatMap(([name, value = '']) =>
    secretNames.test(name) ? linesOf(value) : passwordsOf(value),
  )
  return [...new Set(values)].filter((value) => value.length >= shortest)
}

const linesOf = (value: string) => value.split(/\r?\n/).map((line) => line.trim())

/** A text as a record may show it: `***` for each secret of the environment, and for the password of an address in it. */
export function withoutSecrets(text: string, environment: Environment): string {
  const known = secretsIn(environment).sort((a, b) => b.length - a.length)
  const clean = known.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  // What the shell fills in is no password yet.
  return clean.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:)(?![$*])[^/\s@]+@/gi, '$1***@')
}

const passwordsOf = (value: string) =>
  Array.from(
    value.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/gi),
    ([, password = '']) => password,
  )
