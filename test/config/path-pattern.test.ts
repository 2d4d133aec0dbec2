import { describe, expect, it } from 'vitest'
import { isPattern, matchesPattern } from '../../src/config/path-pattern.ts'

describe('a pattern', () => {
  it.each([
    ['data/*.csv', 'data/a.csv', true],
    ['data/*.csv', 'data/sub/a.csv', false],
    ['data/*.csv', 'data/.a.csv', false],
    ['data/.*.csv', 'data/.a.csv', true],
    ['data/**/*.csv', 'data/a.csv', true],
    ['data/**/*.csv', 'data/x/y/a.csv', true],
    ['data/**/*.csv', 'data/.git/a.csv', false],
    ['data/**', 'data/x/y.csv', true],
    ['data/**', 'other/y.csv', false],
    ['data/t?.csv', 'data/t1.csv', true],
    ['data/t?.csv', 'data/t.csv', false],
    ['data/t[1-3x].csv', 'data/t2.csv', true],
    ['data/t[1-3x].csv', 'data/tx.csv', true],
    ['data/t[!1-3].csv', 'data/t2.csv', false],
    ['data/t[!1-3].csv', 'data/t4.csv', true],
    ['data/t[.csv', 'data/t[.csv', true],
    ['data/{train,test}-*.csv', 'data/test-1.csv', true],
    ['data/{train,test}-*.csv', 'data/live-1.csv', false],
    ['{a,b/c}/x.csv', 'b/c/x.csv', true],
    ['data/a.b+c(1)*.csv', 'data/a.b+c(1)2.csv', true],
    ['data/a.b*', 'data/axb', false],
    ['*a*b*c', 'xaybzc', true],
    ['*a*b*c', 'xaybz', false],
    ['😀?.csv', '😀😀.csv', true],
  ])('%s against %s: %s', (pattern, path, matches) => {
    expect(matchesPattern(pattern, path)).toBe(matches)
  })

  it('is one where it has a wildcard', () => {
    expect(['data/a.csv', 'data/*.csv', 'a?', '[a]', '{a,b}'].map(isPattern)).toEqual([
      false,
      true,
      true,
      true,
      true,
    ])
  })

  it('answers soon however it is written', () => {
    expect(matchesPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(250))).toBe(false)
    expect(() => matchesPattern('{a,b}'.repeat(40), 'a')).toThrow(/stands for more than 1000 patterns/)
  })
})
