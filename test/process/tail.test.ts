import fc from 'fast-check'
import { expect, it } from 'vitest'
import { outputTail } from '../../src/process/tail.ts'

it('is the last lines, wherever the output is cut into pieces', () => {
  const line = fc.stringMatching(/^[ab\u00e9]{0,3}$/)
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(100)), fc.boolean(), (lines, cuts, ended) => {
      const bytes = Buffer.from(lines.join('\n') + (ended ? '\n' : ''))
      const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      const tail = outputTail(3)
      at.slice(1).forEach((end, i) => void tail.add(bytes.subarray(at[i], end)))
      const all = bytes.toString().replace(/\n$/, '').split('\n')
      expect(tail.text()).toBe(all.slice(-3).join('\n').trim())
    }),
  )
})
