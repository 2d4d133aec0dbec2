// Mutation testing, see docs/mutation-testing.md: npm run mutate -- src/stats [more rooms, folders or files]
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

const asked = process.argv.slice(2).map((path) => path.replace(/\/$/, ''))
const paths = asked.length > 0 ? asked : Object.keys(testsOf)
for (const [room, tests] of Object.entries(testsOf)) {
  const mutate = paths.filter((path) => path === room || path.startsWith(`${room}/`)).map(globOf)
  if (mutate.length === 0) continue
  const report = `reports/mutation/${room.replace('/', '-')}.json`
  const { status } = spawnSync(
    'node_modules/.bin/stryker',
    ['run', '--mutate', mutate.join(','), '--testFiles', tests.join(','), '--incrementalFile', report],
    { stdio: 'inherit' },
  )
  if (status !== 0) process.exit(status ?? 1)
  tell(room, JSON.parse(readFileSync(report, 'utf8')) as Report)
}

function globOf(path: string): string {
  return /\.ts(:|$)/.test(path) ? path : `${path}/**/*.ts`
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
