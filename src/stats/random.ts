/** Uniform numbers in [0, 1), each a multiple of 2^-53. */
export type Random = () => number

/**
 * Random words of 32 bits that are the same on every machine for one seed: sfc32, which passes PractRand, warmed up as
 * its author does.
 * @param seed any text
 * @returns a function that gives the next integer in [0, 2^32)
 * @see Doty-Humphrey, "PractRand", http://pracrand.sourceforge.net
 */
export function randomWords(seed: string): () => number {
  const fill = randomBlocks(seed)
  const block = new Uint32Array(256)
  let at = block.length
  return () => {
    if (at === block.length) {
      fill(block)
      at = 0
    }
    return block[at++]!
  }
}

/**
 * The same words by the block, for who needs millions: a call each takes longer than its word.
 * @returns a function that fills an array with the next words
 */
export function randomBlocks(seed: string): (block: Uint32Array) => void {
  const state = Int32Array.of(...hash(seed), 1)
  const fill = (block: Uint32Array) => {
    let a = state[0]!
    let b = state[1]!
    let c = state[2]!
    let counter = state[3]!
    for (let i = 0; i < block.length; i++) {
      const out = (((a + b) | 0) + counter) | 0
      counter = (counter + 1) | 0
      a = b ^ (b >>> 9)
      b = (c + (c << 3)) | 0
      c = (((c << 21) | (c >>> 11)) + out) | 0
      block[i] = out
    }
    state.set([a, b, c, counter])
  }
  fill(new Uint32Array(15))
  return fill
}

/** Uniform numbers from such words. */
export function randomFrom(seed: string): Random {
  const next = randomWords(seed)
  return () => (next() >>> 5) * 2 ** -27 + (next() >>> 6) * 2 ** -53
}

/** Three words of a text by FNV-1a with different beginnings; good enough to tell seeds apart. */
function hash(text: string): [number, number, number] {
  const words: [number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b]
  for (let i = 0; i < text.length; i++) {
    for (let word = 0; word < 3; word++)
      words[word] = Math.imul((words[word]! ^ text.charCodeAt(i)) + word, 0x01000193)
  }
  return words
}
