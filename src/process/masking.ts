/** Takes what must not be shown out of a stream of output. */
export interface Masking {
  /** the stream so far, without the bytes that what follows may still make part of a secret */
  take(chunk: Uint8Array): Uint8Array
  /** what was held back */
  end(): Uint8Array
}

/** The secrets of one command, which it may add to. */
export interface Secrets {
  known(): readonly Buffer[]
  add(value: string): void
}

const shown = Buffer.from('***')
const request = Buffer.from('::add-mask::')
const nothing = Buffer.alloc(0)

/** As far as a line that asks for a mask is read; no secret is longer. */
const longestRequest = 65_536

export function secretsOf(values: readonly string[]): Secrets {
  let known = values.map((value) => Buffer.from(value)).sort(longestFirst)
  return {
    known: () => known,
    add(value) {
      if (value !== '' && !known.some((one) => one.toString() === value))
        known = [...known, Buffer.from(value)].sort(longestFirst)
    },
  }
}

/** A secret may begin with another. */
const longestFirst = (a: Buffer, b: Buffer) => b.length - a.length

/**
 * Shows `***` for each secret, also for one that comes in pieces, and for what a line `::add-mask::<value>` names from
 * there on. The runner masks what the workflow knows as secrets, but only in the log: it sees neither records nor
 * comments, and obeys no command of this output.
 */
export function masking(secrets: Secrets): Masking {
  let held = nothing
  let lineBegins = true
  const through = (bytes: Buffer, last: boolean): Buffer => {
    const out: Buffer[] = []
    let from = 0
    const pass = (to: number) => {
      out.push(masked(bytes.subarray(from, to), secrets))
      lineBegins = beginsLine(bytes, from, to, lineBegins)
      from = to
    }
    for (;;) {
      const asked = requestIn(bytes, from, lineBegins)
      if (asked === undefined) break
      const stop = lineEnd(bytes, asked)
      pass(asked)
      if (stop === bytes.length && !last && stop - asked < longestRequest) {
        held = Buffer.from(bytes.subarray(asked))
        return Buffer.concat(out)
      }
      secrets.add(bytes.toString('utf8', asked + request.length, stop).trim())
      out.push(request, shown)
      from = stop
      lineBegins = false
    }
    // Whole secrets go first: the end of one may look like the beginning of another.
    const rest = masked(bytes.subarray(from), secrets)
    const whole = rest.length - (last ? 0 : begun(rest, [...secrets.known(), request]))
    held = whole === rest.length ? nothing : Buffer.from(rest.subarray(whole))
    out.push(rest.subarray(0, whole))
    lineBegins = beginsLine(rest, 0, whole, lineBegins)
    return out.length === 1 ? out[0]! : Buffer.concat(out)
  }
  return {
    take: (chunk) => through(held.length > 0 ? Buffer.concat([held, chunk]) : asBuffer(chunk), false),
    end: () => through(held, true),
  }
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength)

/** Where a line asks for a mask, after any white space. */
function requestIn(bytes: Buffer, from: number, lineBegins: boolean): number | undefined {
  for (let at = bytes.indexOf(request, from); at >= 0; at = bytes.indexOf(request, at + 1))
    if (beginsLine(bytes, from, at, lineBegins)) return at
  return undefined
}

/** Whether there is nothing but white space of a line before a place. */
function beginsLine(bytes: Buffer, from: number, at: number, before: boolean): boolean {
  let i = at - 1
  while (i >= from && (bytes[i] === 0x20 || bytes[i] === 0x09)) i--
  return i < from ? before : bytes[i] === 0x0a || bytes[i] === 0x0d
}

function lineEnd(bytes: Buffer, from: number): number {
  const ends = [bytes.indexOf(0x0a, from), bytes.indexOf(0x0d, from)].filter((at) => at >= 0)
  return Math.min(bytes.length, ...ends)
}

function masked(bytes: Buffer, secrets: Secrets): Buffer {
  let clean = bytes
  for (const secret of secrets.known()) clean = without(clean, secret)
  return clean
}

function without(bytes: Buffer, secret: Buffer): Buffer {
  let at = bytes.indexOf(secret)
  if (at < 0) return bytes
  const out: Buffer[] = []
  let from = 0
  for (; at >= 0; at = bytes.indexOf(secret, from)) {
    out.push(bytes.subarray(from, at), shown)
    from = at + secret.length
  }
  return Buffer.concat([...out, bytes.subarray(from)])
}

/** How many of the last bytes may be the beginning of one of the texts. */
function begun(bytes: Buffer, texts: readonly Buffer[]): number {
  let most = 0
  for (const text of texts)
    for (let length = Math.min(text.length - 1, bytes.length); length > most; length--)
      if (bytes.subarray(bytes.length - length).equals(text.subarray(0, length))) most = length
  return most
}
