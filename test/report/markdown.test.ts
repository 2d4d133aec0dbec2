import { describe, expect, it } from 'vitest'
import { cellCode, code, link, text } from '../../src/report/markdown/escape.ts'
import { inColumns } from '../../src/report/terminal/columns.ts'
import { visible } from '../../src/report/visible.ts'

describe("a user's text in Markdown", () => {
  it.each([
    ['markup', '**b** _i_ ~s~ [x](y)', '\\*\\*b\\*\\* \\_i\\_ \\~s\\~ \\[x\\](y)'],
    ['HTML', '<img onerror=1> &amp;', '&lt;img onerror=1&gt; &amp;amp;'],
    ['a table cell', 'a|b', 'a\\|b'],
    ['a code span', '`x`', '\\`x\\`'],
    ['a formula', '$x$', '\\$x\\$'],
    ['a heading', '# x', '\\# x'],
    ['a list', '- x', '\\- x'],
    ['a numbered list', '12. x', '12\\. x'],
    ['line breaks', 'a\r\n\n# b', 'a # b'],
    [
      'a link by itself',
      'https://evil.example www.evil.example',
      'https:\u2060//evil.example www\u2060.evil.example',
    ],
    ['a mention', '@octocat', '@\u2060octocat'],
    ['an issue', 'acme/x#12 GH-7', 'acme/x#\u206012 GH-\u20607'],
    ['unseen characters', 'a\u202eb\u200b\u0000c\u001b[31m', 'a b c \\[31m'],
  ])('stays text: %s', (_what, given, expected) => {
    expect(text(given)).toBe(expected)
  })

  it('cannot end a code span, nor a cell', () => {
    expect(code('a`b``c')).toBe('```a`b``c```')
    expect(code('`a')).toBe('`` `a ``')
    expect(code('')).toBe('`  `')
    expect(cellCode('a|b')).toBe('`a\\|b`')
  })

  it.each(['a|@everyone', 'a\\|@everyone', 'a\\\\|@everyone', 'a\\\\\\|@everyone'])(
    'stays in its cell: %j',
    (given) => {
      // A row is cut at bars before anything else; there a backslash takes the character after it along, a backslash too.
      const cells = Array.from(cellCode(given).matchAll(/(?:\\.|[^|])+/gs), ([cell]) => cell)
      expect(cells).toHaveLength(1)
      expect(cells[0]!.replaceAll('\\|', '|')).toMatch(/^`a\\*\|@everyone`$/)
    },
  )

  it('is linked to web addresses only', () => {
    expect(link('run', 'https://x.example/a>)b c')).toBe('[run](<https://x.example/a%3E)b%20c>)')
    expect(link('run', 'javascript:alert(1)')).toBe('run')
    expect(link('run', undefined)).toBe('run')
  })

  it('is cut where it is long', () => {
    expect(visible('x'.repeat(400))).toHaveLength(300)
    expect(visible('x'.repeat(400)).endsWith('…')).toBe(true)
  })
})

it('columns are as wide as their widest text, whatever its colour', () => {
  const red = (t: string) => `\u001b[31m${t}\u001b[39m`
  expect(
    inColumns([
      [{ text: 'a', paint: red }, { text: '1', right: true }, { text: 'x' }],
      [{ text: 'bbb' }, { text: '22', right: true }, { text: '' }],
    ]),
  ).toEqual([`${red('a')}     1  x`, 'bbb  22'])
})
