/**
 * What test files import as `vitest` while mutants are tested: it only writes down what they define, to be run as often
 * as there are mutants, in the process that loaded them once.
 */
import { format } from 'node:util'
import { hostedExpect } from './hosted-expect.ts'

type Run = (...given: never[]) => unknown

export interface Suite {
  readonly name: string
  readonly parent: Suite | undefined
  readonly beforeAll: Run[]
  readonly beforeEach: Run[]
  readonly afterEach: Run[]
}

export interface DefinedTest {
  /** file, suites and name, with a number where that is not the only one of its name */
  readonly id: string
  readonly suite: Suite
  readonly run: () => unknown
}

let suite = suiteOf('')
let defined = new Map<string, DefinedTest>()

/** The tests that a file defines while it is loaded. */
export async function definedBy(file: string, load: () => Promise<unknown>): Promise<Iterable<DefinedTest>> {
  suite = suiteOf(file)
  defined = new Map()
  await load()
  return defined.values()
}

function suiteOf(name: string, parent?: Suite): Suite {
  return { name, parent, beforeAll: [], beforeEach: [], afterEach: [] }
}

const pathOf = ({ name, parent }: Suite): string => (parent ? `${pathOf(parent)} > ${name}` : name)

type Define = (name: string, body: Run, given?: readonly unknown[]) => void

const defineTest: Define = (name, body, given = []) => {
  const path = `${pathOf(suite)} > ${name}`
  let id = path
  for (let number = 2; defined.has(id); number++) id = `${path} (${number})`
  defined.set(id, { id, suite, run: () => body(...(given as never[])) })
}

const defineSuite: Define = (name, body, given = []) => {
  const outer = suite
  suite = suiteOf(name, outer)
  body(...(given as never[]))
  suite = outer
}

/** The name of a case: `%s` for its values in turn, `$key` for what an object holds. */
function titled(name: string, given: readonly unknown[]): string {
  const filled = name.includes('%') ? format(name, ...given).slice(0, 200) : name
  return filled.replaceAll(/\$(\w+)/g, (whole, key) =>
    String((given[0] as Record<string, unknown>)?.[key] ?? whole),
  )
}

const definer = (define: Define) =>
  Object.assign((name: string, body: Run) => define(name, body), {
    // A case that is an array is spread, as by vitest, and only such a one.
    each: (cases: readonly unknown[]) => (name: string, body: Run) => {
      for (const one of cases) {
        const given = Array.isArray(one) ? one : [one]
        define(titled(name, given), body, given)
      }
    },
    skipIf: (skipped: unknown) => (name: string, body: Run) => {
      if (!skipped) define(name, body)
    },
  })

export const expect = hostedExpect
export const test = definer(defineTest)
export const it = test
export const describe = definer(defineSuite)
export const beforeAll = (hook: Run) => void suite.beforeAll.push(hook)
export const beforeEach = (hook: Run) => void suite.beforeEach.push(hook)
export const afterEach = (hook: Run) => void suite.afterEach.push(hook)
/** What is left behind when all is done goes with the process. */
export const afterAll = (_hook: Run) => undefined
