import type { DefinedTest, Suite } from './vitest-in-process.ts'

const prepared = new Set<Suite>()
const rejections: unknown[] = []
process.on('unhandledRejection', (reason) => void rejections.push(reason))

/** @returns what a test failed with; undefined where it passed */
export async function failureOf({ suite, run }: DefinedTest): Promise<Error | undefined> {
  const suites = outermostFirst(suite)
  rejections.length = 0
  try {
    for (const { beforeEach } of suites) for (const hook of beforeEach) await hook()
    await run()
    for (const { afterEach } of suites) for (const hook of afterEach) await hook()
  } catch (thrown) {
    return asError(thrown)
  }
  return rejections.length === 0 ? undefined : asError(rejections[0])
}

/** Runs what a suite does once, before any mutant is at work. */
export async function prepare({ suite }: DefinedTest): Promise<void> {
  for (const one of outermostFirst(suite)) {
    if (prepared.has(one)) continue
    prepared.add(one)
    for (const hook of one.beforeAll) await hook()
  }
}

const outermostFirst = (suite: Suite): Suite[] =>
  suite.parent ? [...outermostFirst(suite.parent), suite] : [suite]

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)))
