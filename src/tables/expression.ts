/** A regular expression over bytes: what a text is, and nothing of where in it one looks. */
export type Expression =
  /** one of these bytes: 1 at the place of each; what lies beyond is none of them */
  | { readonly kind: 'one'; readonly of: Uint8Array }
  | { readonly kind: 'all'; readonly parts: readonly Expression[] }
  | { readonly kind: 'any'; readonly branches: readonly Expression[] }
  | { readonly kind: 'times'; readonly part: Expression; readonly least: number; readonly most: number }

export function oneByte(has: (byte: number) => boolean): Expression {
  const of = new Uint8Array(256)
  for (let byte = 0; byte < of.length; byte++) if (has(byte)) of[byte] = 1
  return { kind: 'one', of }
}

/** A text, in UTF-8. */
export const exactly = (text: string): Expression => ({
  kind: 'all',
  parts: [...Buffer.from(text)].map((byte) => ({
    kind: 'one',
    of: new Uint8Array(256).fill(1, byte, byte + 1),
  })),
})

/** How large an expression is, as an automaton has to know all of its parts. */
export function sizeOf(expression: Expression): number {
  const sum = (all: readonly Expression[]) => all.reduce((size, one) => size + sizeOf(one), 1)
  switch (expression.kind) {
    case 'one':
      return 1
    case 'all':
      return sum(expression.parts)
    case 'any':
      return sum(expression.branches)
    case 'times': {
      const { part, least, most } = expression
      return (sizeOf(part) + 1) * (most === Number.POSITIVE_INFINITY ? least + 1 : most)
    }
  }
}
