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
  let [a, b, c] = hash(seed)
  let counter = 1
  const next = () => {
    const out = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + out) | 0
    return out >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  return next
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
