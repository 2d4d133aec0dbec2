import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refuseCommittedLink } from '../../src/data-versions/committed-link.ts'

const environment = { PATH: process.env.PATH ?? '', HOME: tmpdir() }

/** Whether a table of a repository, made ready and committed but for what it ignores, may be read. */
async function outcome(path: string, prepare: (top: string, outside: string) => void): Promise<string> {
  const top = mkdtempSync(join(tmpdir(), 'modelassay-links-'))
  const outside = mkdtempSync(join(tmpdir(), 'modelassay-outside-'))
  writeFileSync(join(outside, 'secret.csv'), 'x\nsecret\n')
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: top })
  git('init', '-q')
  prepare(top, outside)
  git('add', '-A')
  git('commit', '-q', '--allow-empty', '-m', 'data')
  return refuseCommittedLink({ file: join(top, path), label: path }, top, environment).then(
    () => 'read',
    ({ code }: { code: string }) => code,
  )
}

describe('a table behind a link of the commit', () => {
  it('is refused where the link leads out of the repository, or to what git keeps', async () => {
    const link = (top: string, outside: string) =>
      symlinkSync(join(outside, 'secret.csv'), join(top, 't.csv'))
    expect(await outcome('t.csv', link)).toBe('link-outside')
    const folder = (top: string, outside: string) => {
      mkdirSync(join(top, 'data'))
      symlinkSync(outside, join(top, 'data', 'in'))
    }
    expect(await outcome('data/in/secret.csv', folder)).toBe('link-outside')
    expect(await outcome('t.csv', (top) => symlinkSync('.git/config', join(top, 't.csv')))).toBe(
      'link-outside',
    )
  })

  it('is read where the link stays inside, or leads to what git-annex keeps', async () => {
    const inside = (top: string) => {
      mkdirSync(join(top, 'data'))
      writeFileSync(join(top, 'data', 'real.csv'), 'x\n1\n')
      symlinkSync('data/real.csv', join(top, 't.csv'))
    }
    expect(await outcome('t.csv', inside)).toBe('read')
    const annexed = (top: string) => {
      mkdirSync(join(top, '.git', 'annex', 'objects'), { recursive: true })
      writeFileSync(join(top, '.git', 'annex', 'objects', 'SHA256E-1.csv'), 'x\n1\n')
      symlinkSync('.git/annex/objects/SHA256E-1.csv', join(top, 't.csv'))
    }
    expect(await outcome('t.csv', annexed)).toBe('read')
  })

  it('is read where the link is none of the commit, as those of DVC', async () => {
    const ignored = (top: string, outside: string) => {
      writeFileSync(join(top, '.gitignore'), 't.csv\n')
      symlinkSync(join(outside, 'secret.csv'), join(top, 't.csv'))
    }
    expect(await outcome('t.csv', ignored)).toBe('read')
  })
})
