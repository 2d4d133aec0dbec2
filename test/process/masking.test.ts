import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { masking, secretsOf } from '../../src/process/masking.ts'
import { secretsIn, withoutSecrets } from '../../src/process/secrets.ts'

/** What is shown of pieces of output, as they come. */
function shown(pieces: readonly string[], secrets: readonly string[]): string {
  const mask = masking(secretsOf(secrets))
  const out = pieces.map((piece) => mask.take(Buffer.from(piece)))
  return Buffer.concat([...out, mask.end()]).toString()
}

describe('a secret', () => {
  it('is not shown, wherever the output is cut into pieces', () => {
    const text = 'key=hunter2hunter2; again hunter2hunter2\nhunter2hunte'
    const expected = 'key=***; again ***\nhunter2hunte'
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length]
        const pieces = at.slice(1).map((end, i) => text.slice(at[i], end))
        expect(shown(pieces, ['hunter2hunter2'])).toBe(expected)
      }),
    )
  })

  it('that begins with another is not shown by half', () => {
    expect(shown(['abcdefgh and abcdefgh-1234\n'], ['abcdefgh', 'abcdefgh-1234'])).toBe('*** and ***\n')
  })

  it('whose end looks like its beginning is not shown either', () => {
    expect(shown(['abcxyzab', 'cxyzabc', '!\n'], ['abcxyzabc'])).toBe('***xyzabc!\n')
  })

  it('that a line asks to mask is not shown from there on, nor by the line itself', () => {
    const text = 'derived-1\n  ::add-mask::derived-1 \r\nuse derived-1\nsay ::add-mask::use\nuse it\n'
    const expected = 'derived-1\n  ::add-mask::***\r\nuse ***\nsay ::add-mask::use\nuse it\n'
    for (let cut = 0; cut <= text.length; cut++)
      expect(shown([text.slice(0, cut), text.slice(cut)], [])).toBe(expected)
  })

  it('that is asked for by a line without an end is taken at the end', () => {
    expect(shown(['::add-mask::half'], [])).toBe('::add-mask::***')
    const endless = shown(['::add-mask::', ...Array(40).fill('x'.repeat(4096))], [])
    expect(endless.length).toBeLessThan(163_840)
  })
})

it('what does not look like the beginning of a secret is shown at once', () => {
  const mask = masking(secretsOf(['hunter2hunter2']))
  expect(Buffer.from(mask.take(Buffer.from('epoch 3 of 10'))).toString()).toBe('epoch 3 of 10')
})

it('the environment tells secrets by their names, and passwords in addresses', () => {
  expect(
    secretsIn({
      HF_TOKEN: 'hf_12345678',
      WANDB_API_KEY: 'wandb-key-1',
      DEPLOY_PRIVATE_KEY: '-----BEGIN KEY-----\nbase64base64\n',
      DATABASE: 'postgres://me:pass-word-1@host/db',
      TOKENIZERS_PARALLELISM: 'somewhat',
      SORT_KEY: 'customer_id',
      SHORT_TOKEN: 'false',
      TOKEN_FILE: '/run/secrets/token',
    }),
  ).toEqual(['hf_12345678', 'wandb-key-1', '-----BEGIN KEY-----', 'base64base64', 'pass-word-1'])
})

it('a text is shown without them, and without the password of an address in it', () => {
  const environment = { A_TOKEN: 'abcdefgh', B_TOKEN: 'abcdefgh-1234' }
  const text = 'x abcdefgh-1234 pg://me:p@host/db pg://me:$PASS@host http://host/a@b'
  expect(withoutSecrets(text, environment)).toBe(
    'x *** pg://me:***@host/db pg://me:$PASS@host http://host/a@b',
  )
})
