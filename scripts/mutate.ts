// Mutation testing, see docs/mutation-testing.md: npm run mutate -- src/stats [more rooms, folders or files] [--of 3] [--tests test/stats]
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { testsOf } from '../test/mutation/tests.ts'

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'RuntimeError'
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { of: { type: 'string' }, tests: { type: 'string', multiple: true } },
})
const asked = positionals.map((path) => path.replace(/\/$/, ''))
/** Of so many lines one is changed. */
const lines = Number(values.of ?? 1)
/** Those that are asked for alone, and are asked of nothing else: what they find is kept apart. */
const few = values.tests?.map((path) => (path.endsWith('.test.ts') ? path : `${path}/**/*.test.ts`))
const paths = asked.length > 0 ? asked : Object.keys(testsOf)
for (const [room, tests] of Object.entries(testsOf)) {
  const mutate = paths
    .filter((path) => path === room || path.startsWith(`${room}/`))
    .flatMap((path) => (lines > 1 ? sampleOf(globOf(path)) : globOf(path)))
  if (mutate.length === 0) continue
  const testFiles = few ?? tests
  const told = few ? createHash('sha256').update(few.join()).digest('hex').slice(0, 8) : ''
  const report = `reports/mutation/${room.replace('/', '-')}${told && `-${told}`}.json`
  const { status } = spawnSync(
    'node_modules/.bin/stryker',
    ['run', '--mutate', mutate.join(','), '--testFiles', testFiles.join(','), '--incrementalFile', report],
    { stdio: 'inherit' },
  )
  if (status !== 0) process.exit(status ?? 1)
  tell(room, JSON.parse(readFileSync(report, 'utf8')) as Report)
}

function globOf(path: string): string {
  return /\.ts(:|$)/.test(path) ? path : `${path}/**/*.ts`
}

/** Lines by the digest of their place: the same every time, and as likely in one file as in another. */
function sampleOf(glob: string): string[] {
  return globSync(glob)
    .sort()
    .flatMap((file) =>
      Array.from(readFileSync(file, 'utf8').split('\n').keys(), (line) => `${file}:${line + 1}-${line + 1}`),
    )
    .filter((place) => createHash('sha256').update(place).digest().readUInt32BE() % lines === 0)
}

function tell(room: string, { files }: Report): void {
  const count = { Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0, Ignored: 0, RuntimeError: 0 }
  for (const [file, { mutants }] of Object.entries(files)) {
    for (const { status, mutatorName, replacement, location } of mutants) {
      count[status] += 1
      if (status !== 'Survived' && status !== 'NoCoverage') continue
      const place = `${file}:${location.start.line}:${location.start.column}`
      console.log(`${status} ${place} ${mutatorName} ${replacement?.replaceAll(/\s+/g, ' ').slice(0, 100)}`)
    }
  }
  const found = count.Killed + count.Timeout
  const missed = count.Survived + count.NoCoverage
  console.log(
    `${room}: ${((100 * found) / (found + missed)).toFixed(1)}% of ${found + missed} mutants found`,
    count,
  )
}
