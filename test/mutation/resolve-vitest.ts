import { registerHooks } from 'node:module'

/** Gives test files the stand-in for vitest, and the stand-in the real one. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest') return next(new URL('./vitest-in-process.ts', import.meta.url).href, context)
    return next(specifier === 'vitest-itself' ? 'vitest' : specifier, context)
  },
})
