import { describe, expect, it } from 'vitest'
import { localLog } from '../../../src/runner/local/log.ts'

function logging(colours: boolean) {
  const written = { text: '' }
  return { written, log: localLog({ write: (text) => (written.text += text) }, colours) }
}

describe('the local log', () => {
  it('puts a heading above what belongs together and a place before what is about a file', () => {
    const { log, written } = logging(false)
    const group = log.group('Train the model')
    log.raw(Buffer.from('epoch 1\nepoch 2'))
    group.end()
    log.info('done')
    log.warning('slow')
    log.annotate({ level: 'error', message: 'no such column', file: 'data/train.csv', line: 3, column: 2 })
    log.annotate({ level: 'notice', title: 'Gate', message: 'passes' })
    expect(written.text).toBe(
      [
        'Train the model',
        'epoch 1',
        'epoch 2',
        '',
        'done',
        'warning: slow',
        'data/train.csv:3:2: error: no such column',
        'notice: Gate: passes',
        '',
      ].join('\n'),
    )
  })

  it('colours on a terminal only', () => {
    const coloured = logging(true)
    coloured.log.warning('slow')
    coloured.log.raw(Buffer.from('\u001b[32mgreen\u001b[0m\r'))
    expect(coloured.written.text).toBe('\u001b[33mwarning\u001b[0m: slow\n\u001b[32mgreen\u001b[0m\r')
    const plain = logging(false)
    plain.log.raw(Buffer.from('\u001b[32mgreen\u001b[0m\rnext\r\n'))
    expect(plain.written.text).toBe('green\nnext\n')
  })

  it.each([true, false])(
    'lets no text move the cursor, set a title or write to the clipboard (colours %s)',
    (colours) => {
      const { log, written } = logging(colours)
      const hostile = 'a\u001b[2Jb\u001b]0;title\u0007c\u001b]52;c;aGk=\u0007d\u009b5Ae\u202ef'
      log.info(hostile)
      log.group(hostile).end()
      log.annotate({ level: 'error', message: hostile, file: hostile })
      log.raw(Buffer.from(hostile))
      const own = written.text.replaceAll(/\p{Cc}\[[0-9]*m/gu, '').replaceAll('\n', '')
      expect(own).not.toMatch(/[\p{Cc}\u202e]/u)
      expect(own).toContain('a\\x1b[2Jb')
    },
  )

  it('keeps characters and colours whole that chunks cut in two', () => {
    const { log, written } = logging(true)
    const bytes = Buffer.from('é\u001b[31mrot\u001b[0m\n')
    for (const byte of bytes) log.raw(Uint8Array.of(byte))
    expect(written.text).toBe(bytes.toString())
  })

  it('tells half a character that nothing follows, where it stood', () => {
    const { log, written } = logging(false)
    for (const chunk of [Uint8Array.of(0xc3), Buffer.from('plain\n'), Buffer.from('and on\n')]) log.raw(chunk)
    expect(written.text).toBe('\ufffdplain\nand on\n')
  })
})
