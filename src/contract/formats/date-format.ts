/** Fields of java.time's DateTimeFormatter that strptime has too. */
const directives: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  uuuu: '%Y',
  yy: '%y',
  MM: '%m',
  MMM: '%b',
  MMMM: '%B',
  dd: '%d',
  HH: '%H',
  hh: '%I',
  mm: '%M',
  ss: '%S',
  SSS: '%f',
  SSSSSS: '%f',
  a: '%p',
  Z: '%z',
  XXX: '%z',
}

/** A pattern of java.time's DateTimeFormatter as strptime has it; undefined where strptime cannot say it. */
export function dateFormat(pattern: string): string | undefined {
  const parts = pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? []
  const written = parts.map((part) => {
    if (/^'.*'$/s.test(part)) return part === "''" ? "'" : literal(part.slice(1, -1).replaceAll("''", "'"))
    if (/^[A-Za-z]/.test(part)) return part === 'T' ? 'T' : directives[part]
    return part === "'" || /[[\]{}#]/.test(part) ? undefined : literal(part)
  })
  return written.includes(undefined) || written.length === 0 ? undefined : written.join('')
}

const literal = (text: string) => text.replaceAll('%', '%%')
