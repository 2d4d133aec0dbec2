import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExpression } from '../../../src/contract/proof/regular-expression.ts'
import { automatonOf, isMatch } from '../../../src/tables/plain/automaton.ts'
import { literal } from '../../../src/tables/quote.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

function patternProof(pattern: string) {
  const expression = readExpression(pattern)
  if (expression === undefined) return undefined
  const automaton = automatonOf([expression])!
  return (text: Uint8Array, from: number, to: number) => isMatch(automaton, text, from, to)
}

const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    '0',
    '-',
    '_',
    ' ',
    '.',
    '\\d',
    '\\w',
    '\\D',
    '\\W',
    '\\.',
    '\\-',
    '\\_',
    '\\b',
    '[a-c]',
    '[^a]',
    '[-a]',
  ],
  ...[
    '[a-]',
    '[\\d-]',
    '[\\w.]',
    '[a-\\d]',
    '[]a]',
    '[^]',
    '[c-a]',
    '[[:alpha:]]',
    '(',
    '(?:',
    '(?i:',
    ')',
    '|',
    '*',
    '+',
  ],
  ...[
    '?',
    '{2}',
    '{1,2}',
    '{0,1}',
    '{1,}',
    '{,2}',
    '{2,1}',
    '{0}',
    '{',
    '}',
    ']',
    '[',
    '^',
    '$',
    '\\',
    '\\$',
    'é',
    '[+--]',
  ],
)
const sane = fc.constantFrom(
  'a',
  'b',
  '\\d',
  '[a-c]',
  '[^b]',
  '(a|b)',
  '(?:ab)+',
  'a*',
  'b?',
  '.',
  '(a|bb){1,2}',
  '[0-9]{2,}',
)
const patterns = fc.oneof(
  fc.array(sane, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
)
const texts = fc.array(fc.string({ unit: fc.constantFrom(...'aabbc01-_ .$^\\é'), maxLength: 5 }), {
  minLength: 1,
  maxLength: 8,
})

describe('a pattern that is read without the engine', () => {
  it('matches what it matches to the engine', async () => {
    let read = 0
    await fc.assert(
      fc.asyncProperty(patterns, texts, async (pattern, some) => {
        const matches = patternProof(pattern)
        if (matches === undefined) return
        read++
        const asked = some.map(
          (text, i) => `regexp_full_match(${literal(text)}, ${literal(pattern)}) AS t${i}`,
        )
        const [found] = await tables.engine.rows(`SELECT ${asked.join(', ')}`)
        for (const [i, text] of some.entries()) {
          const bytes = Buffer.from(`x${text}y`)
          const matched = matches(bytes, 1, bytes.length - 1)
          // What is beyond ASCII is left to the engine.
          const expected = /^[ -~]*$/.test(text) ? found?.[`t${i}`] : false
          expect({ pattern, text, matched }).toEqual({ pattern, text, matched: expected })
        }
      }),
      { numRuns: 1500 },
    )
    expect(read).toBeGreaterThan(800)
  })

  it.each(['[0-9]+', '^a$', 'x\\$', '[A-Z]{2}[0-9]{6}', '(a|b)+(?:c|d)*', '\\w+@\\w+\\.com'])(
    'is %s',
    (pattern) => {
      expect(patternProof(pattern)).toBeDefined()
    },
  )

  it.each([
    '(a{100}){100}',
    '((a{1,9}){1,9}){1,9}',
    'a{1001}',
    '(?=a)b',
    '(a)\\1',
    '\\s+',
    '[[:digit:]]',
    '',
    '()',
    'a**',
    'é',
    `${'('.repeat(9e4)}`,
  ])('is none that is large, or that the engine reads in a way of its own: %s', (pattern) => {
    expect(patternProof(pattern)).toBeUndefined()
  })

  it('takes a step a character, however often its parts could match', () => {
    const matches = patternProof('(a+)+b')
    const bytes = Buffer.from('a'.repeat(1e4))
    const begun = performance.now()
    expect(matches?.(bytes, 0, bytes.length)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  it('knows what follows a character once it knows it of those that are alike', () => {
    const matches = patternProof('(.?.?){150}')
    const begun = performance.now()
    for (let code = 32; code < 127; code++) {
      const bytes = Buffer.from(String.fromCharCode(code).repeat(300))
      expect(matches?.(bytes, 0, bytes.length)).toBe(true)
    }
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})
