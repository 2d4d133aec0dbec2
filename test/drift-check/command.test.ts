import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stageRecordSchema } from '../../src/record/record.ts'
import { builtCommand } from '../cli/built-command.ts'
import { engineCache, engineFor } from '../tables/engine-for-tests.ts'
import { customers } from './drift-run.ts'

describe('modelassay drift-check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drift-command-'))
  let program: string
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  beforeAll(async () => {
    program = join(await builtCommand(), 'cli.js')
    // The command finds the engine where a user's would be.
    ;(await engineFor([])).close()
    symlinkSync(engineCache, join(folder, 'modelassay'))
    write('modelassay.yml', 'name: churn\ndrift: { reference: reference.csv, columns: [age, plan] }\n')
    write('reference.csv', customers(1000))
    write('live.csv', customers(300))
    write('drifted.csv', customers(300, { years: 25 }))
    write('few.csv', customers(10))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'drift-check', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: folder },
    })
    return { status, stdout, stderr }
  }

  test.each([
    [['--current', 'live.csv', '--fail-on', 'inconclusive'], 0, 'stable'],
    [['--current', 'drifted.csv'], 0, 'drifted'],
    [['--current', 'drifted.csv', '--fail-on', 'drifted'], 1, 'drifted'],
    [['--current', 'few.csv', '--fail-on', 'drifted'], 0, 'inconclusive'],
    [['--current', 'few.csv', '--fail-on', 'inconclusive'], 1, 'inconclusive'],
    [['--current', 'live.csv', '--reference', 'production'], 0, 'skipped'],
    [['--current', 'gone.csv', '--fail-on', 'never'], 2, 'error'],
    [[], 2, 'error'],
  ])('%j ends with %d, and --json prints the record alone', (args, status, verdict) => {
    const ran = run(...args, '--json')
    expect(ran.status, ran.stderr).toBe(status)
    const record = stageRecordSchema.parse(JSON.parse(ran.stdout))
    expect(record).toMatchObject({
      stage: 'drift-check',
      name: 'churn',
      verdict,
      passes: verdict === 'stable',
    })
  })

  test('without --json it says in words what drifted', () => {
    const { status, stdout } = run('--current', 'drifted.csv', '--on-drift', 'issue,retrain')
    expect(status).toBe(0)
    expect(stdout).toContain('churn shows drift')
    expect(stdout).toContain('1 of 2 columns drifted: age')
    expect(stdout).toMatch(/action retrain +skipped: this host has no issues and no workflows/)
  })

  test('says that drift fails nothing by default, and what would make it', () => {
    const quiet = 'This does not fail the step; with drift.fail_on: drifted it would.'
    expect(run('--current', 'drifted.csv').stdout).toContain(quiet)
    expect(run('--current', 'drifted.csv', '--fail-on', 'drifted').stdout).not.toContain('does not fail')
    expect(run('--current', 'live.csv').stdout).not.toContain('does not fail')
  })
})
