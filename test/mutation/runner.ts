import './resolve-vitest.ts'
import { existsSync, globSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import fc from 'fast-check'
import { failureOf, prepare } from './run-test.ts'
import { isQuick, slowFiles, testFiles } from './tests.ts'
import { type DefinedTest, definedBy } from './vitest-in-process.ts'

/**
 * Runs tests for Stryker in one process that loads them once: starting vitest anew for each of ten thousand mutants
 * takes more than a second a mutant, and most tests that find one take a millisecond. Mutants that are at work only
 * while a file is loaded cannot be tested so, hence `ignoreStatic`.
 */
class InProcessRunner implements TestRunner {
  readonly #tests = new Map<string, DefinedTest>()
  readonly #milliseconds = new Map<string, number>()
  readonly #finders = new Map<string, readonly DefinedTest[]>()
  readonly #stryker: InstrumenterContext = (
    Object.assign(globalThis, {
      [INSTRUMENTER_CONSTANTS.NAMESPACE]: {},
    }) as unknown as Record<string, InstrumenterContext>
  )[INSTRUMENTER_CONSTANTS.NAMESPACE]!

  capabilities() {
    return { reloadEnvironment: false }
  }

  async init(): Promise<void> {
    linkTools()
    fc.configureGlobal({ seed: 1, endOnFailure: true })
  }

  async dryRun({ testFiles: asked }: DryRunOptions): Promise<DryRunResult> {
    for (const file of filesOf(asked ?? testFiles)) await this.#load(file)
    const tests: TestResult[] = []
    for (const test of this.#tests.values()) {
      await prepare(test)
      this.#stryker.currentTestId = test.id
      const result = await this.#run(test)
      delete this.#stryker.currentTestId
      this.#milliseconds.set(test.id, result.timeSpentMs)
      tests.push(result)
    }
    const { mutantCoverage } = this.#stryker
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) }
  }

  async mutantRun({
    testFilter,
    activeMutant,
    hitLimit,
    sandboxFileName,
  }: MutantRunOptions): Promise<MutantRunResult> {
    for (const id of testFilter ?? []) await this.#load(id.split(' > ', 1)[0]!)
    const tests = (testFilter ?? []).map((id) => this.#tests.get(id)!)
    for (const test of tests) await prepare(test)
    const results: TestResult[] = []
    Object.assign(this.#stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit })
    for (const test of this.#likeliestFirst(sandboxFileName, tests)) {
      const result = await this.#run(test)
      results.push(result)
      if (result.status !== TestStatus.Failed) continue
      this.#finders.set(sandboxFileName, [test, ...this.#findersIn(sandboxFileName)].slice(0, 10))
      break
    }
    const { hitCount } = this.#stryker
    delete this.#stryker.activeMutant
    delete this.#stryker.hitLimit
    removeScratch()
    return toMutantRunResult(
      determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests: results },
    )
  }

  /** What found the last mutants of this file, then the quickest. */
  #likeliestFirst(file: string, tests: readonly DefinedTest[]): Iterable<DefinedTest> {
    const time = ({ id }: DefinedTest) => this.#milliseconds.get(id) ?? 0
    const covering = new Set(tests)
    const finders = this.#findersIn(file).filter((test) => covering.has(test))
    return new Set([...finders, ...tests.toSorted((a, b) => time(a) - time(b))])
  }

  #findersIn(file: string): readonly DefinedTest[] {
    return this.#finders.get(file) ?? []
  }

  async #load(file: string): Promise<void> {
    if ([...this.#tests.keys()].some((id) => id.startsWith(`${file} > `))) return
    const tests = await definedBy(file, () => import(pathToFileURL(resolve(file)).href))
    for (const test of tests) if (isQuick(test.id)) this.#tests.set(test.id, test)
  }

  async #run(test: DefinedTest): Promise<TestResult> {
    const from = performance.now()
    const failure = await failureOf(test)
    const common = { id: test.id, name: test.id, timeSpentMs: performance.now() - from }
    const fileName = resolve(test.id.split(' > ', 1)[0]!)
    return failure === undefined
      ? { ...common, fileName, status: TestStatus.Success }
      : { ...common, fileName, status: TestStatus.Failed, failureMessage: failure.message.slice(0, 500) }
  }
}

function filesOf(patterns: readonly string[]): string[] {
  const files = globSync([...patterns], { exclude: [...slowFiles] })
  return files.map((file) => relative('.', file)).sort()
}

const scratch = () => resolve('.scratch')

/** Tests of the gate leave folders behind, which would be many. */
function removeScratch(): void {
  for (const folder of globSync(`${scratch()}/modelassay-gate-*`))
    rmSync(folder, { recursive: true, force: true })
}

/** Stryker works in a copy of the tree, two folders down; the data engine stays where it is. */
function linkTools(): void {
  mkdirSync(scratch(), { recursive: true })
  process.env.TMPDIR = scratch()
  const tools = resolve('../../.tools')
  if (existsSync(tools) && !existsSync('.tools')) symlinkSync(tools, '.tools')
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]
