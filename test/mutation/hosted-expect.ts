/** vitest's own `expect`, which asks for little more of a worker than that there is one. */
Object.assign(globalThis, {
  __vitest_worker__: { config: { expect: {} }, environment: { name: 'node' }, ctx: {} },
})

const { expect } = await import('vitest-itself' as 'vitest')

export const hostedExpect = expect
