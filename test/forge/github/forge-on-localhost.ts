import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { AssayError } from '../../../src/errors.ts'
import type { Forge } from '../../../src/forge/forge.ts'
import { createGitHubForge } from '../../../src/forge/github/forge.ts'
import { type Fixture, newFixture, owner, repo } from '../../github/fixture.ts'
import type { GitHubOptions } from '../../github/server.ts'

export interface ForgeFixture extends Fixture {
  readonly forge: Forge
  /** what the forge waited, in milliseconds; nothing really waits */
  readonly waits: number[]
  /** lines of its log */
  readonly said: string[]
  readonly scratch: string
  forgeOf(token: string): Promise<Forge>
}

export async function newForgeFixture(options: Partial<GitHubOptions> = {}): Promise<ForgeFixture> {
  const fixture = await newFixture(options)
  const scratch = await mkdtemp(join(tmpdir(), 'forge-'))
  const waits: number[] = []
  const said: string[] = []
  const forgeOf = (token: string) =>
    createGitHubForge({
      token,
      apiUrl: fixture.github.url,
      serverUrl: 'https://github.com',
      repository: { owner, name: repo },
      workflow: '.github/workflows/model.yml',
      log: { info: (line) => said.push(line), warning: (message) => expect.unreachable(message) },
      now: () => new Date(),
      patience: {
        sleep: async (milliseconds) => {
          waits.push(milliseconds)
        },
      },
    })
  return {
    ...fixture,
    forge: await forgeOf(fixture.github.token),
    waits,
    said,
    scratch,
    forgeOf,
    close: async () => {
      await fixture.close()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

/** Every fault was met and everything said was as GitHub's own description has it. One test's failure is not the next one's. */
export function expectClean({ github, waits }: ForgeFixture): void {
  const pending = github.faults.pending()
  const violations = (github.violations as unknown[]).splice(0)
  github.faults.clear()
  waits.length = 0
  expect(violations).toEqual([])
  expect(pending).toEqual([])
}

export async function errorOf(call: Promise<unknown>): Promise<AssayError> {
  try {
    await call
  } catch (error) {
    expect(error).toHaveProperty('name', 'AssayError')
    return error as AssayError
  }
  return expect.unreachable('the call should have failed')
}
