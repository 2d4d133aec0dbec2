import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from './files.ts'

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly id?: string; readonly run?: string }[] }>
  >
}

const workflow = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as Workflow
const script = workflow.jobs.publish?.steps.find(({ id }) => id === 'move')?.run ?? ''

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'))
  // answers the look-ups from $TAGS, one a line, as a prefix search does, and writes down what it is asked to change
  const gh = `#!/usr/bin/env bash
if [[ $2 == --method ]]; then echo "$3 \${*:4}" >> "$CHANGES"; exit; fi
[[ $2 == --paginate ]] && path=$3 || path=$2
prefix=\${path##*/tags/}
while read -r tag; do
  if [[ $* == *select* ]]; then [[ $tag == "$prefix" ]] && echo "refs/tags/$tag"
  elif [[ $tag == "$prefix"* ]]; then echo "refs/tags/$tag"; fi
done <<<"$TAGS"
exit 0`
  writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the step of the release workflow as the runner does, and says which calls would change something. */
function release(tag: string, tags: readonly string[]): string[] {
  const changes = join(folder, 'changes')
  writeFileSync(changes, '')
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      TAGS: tags.join('\n'),
      CHANGES: changes,
      GITHUB_REPOSITORY: 'modelassay/modelassay',
      GITHUB_REF_NAME: tag,
      GITHUB_SHA: 'abc123',
    },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return readFileSync(changes, 'utf8').split('\n').filter(Boolean)
}

const moved = 'PATCH repos/modelassay/modelassay/git/refs/tags/v1 -f sha=abc123 -F force=true'
const made = 'POST repos/modelassay/modelassay/git/refs -f ref=refs/tags/v1 -f sha=abc123'

describe('a release', () => {
  test('moves the major tag', () => {
    expect(release('v1.10.0', ['v1', 'v1.2.0', 'v1.9.3', 'v1.10.0'])).toEqual([moved])
  })

  test('makes it the first time', () => {
    expect(release('v1.0.0', ['v0.9.0', 'v1.0.0'])).toEqual([made])
  })

  test('of an older line leaves it where it is', () => {
    expect(release('v1.2.1', ['v1', 'v1.2.0', 'v1.2.1', 'v1.10.0'])).toEqual([])
  })

  test('takes neither a candidate of the next one nor another major version for newer', () => {
    expect(release('v1.2.0', ['v1', 'v1.2.0', 'v1.3.0-rc.1', 'v10', 'v10.0.0', 'v2.0.0'])).toEqual([moved])
  })
})
