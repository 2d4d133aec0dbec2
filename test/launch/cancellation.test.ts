import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { cancellation } from '../../src/launch/cancellation.ts'

it('a closed terminal cancels as a termination does, and may tell twice', () => {
  const host = new EventEmitter()
  const signal = cancellation(host as unknown as NodeJS.Process)
  host.emit('SIGHUP')
  expect(signal.aborted).toBe(true)
  expect(String(signal.reason)).toContain('SIGHUP')
  expect([host.listenerCount('SIGHUP'), host.listenerCount('SIGTERM')]).toEqual([1, 1])
})
