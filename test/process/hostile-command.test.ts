import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/process/run-command.ts'
import { githubLog } from '../../src/runner/github/log.ts'
import type { CommandItem, Outcome } from '../../src/stage/work.ts'
import { commandsIn } from '../runner/github/commands-in.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'process-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs a script as the work step of an action does; says what the runner would read. */
async function onGithub(run: string, changes: Partial<CommandItem> = {}) {
  const chunks: Buffer[] = []
  const outcome: Outcome = await runCommand(
    {
      kind: 'command',
      id: 'it',
      title: 'Train the model',
      run,
      shell: 'bash',
      cwd: folder,
      env: {},
      timeoutSeconds: 50,
      clears: [],
      makes: [],
      produces: [],
      ...changes,
    },
    {
      log: githubLog({ write: (chunk) => chunks.push(Buffer.from(chunk)) }),
      scratch: folder,
      env: { ...process.env, REGISTRY_PASSWORD: 'correct horse', HF_TOKEN: 'hf_abcdefgh' },
      now: () => new Date(),
      graceSeconds: 0.4,
    },
  )
  const text = Buffer.concat(chunks).toString()
  return { outcome, text, commands: commandsIn(text) }
}

describe('a command on GitHub', () => {
  it.each([
    ['an error', "echo '::error file=train.py::forged'"],
    ['an output', "printf '\\n  ::set-output name=passes::true\\r\\n'"],
    ['the old form', "echo 'loss ##[error]forged'"],
    ['its own stop', "echo '::stop-commands::mine'; echo '::mine::'; echo '::error::forged'"],
    ['the end of a stop', "echo '::modelassay::'; echo '::error::forged'"],
    ['a line without an end', "printf '::error::forged'"],
    ['on both streams at once', "for i in 1 2 3; do echo '::error::a'; echo '::warning::b' >&2; done"],
  ])('prints %s, and the runner obeys nothing of it', async (_what, script) => {
    const { outcome, commands } = await onGithub(script)
    expect(outcome.status).toBe('done')
    expect(commands).toEqual(['group', 'endgroup'])
  })

  it('cannot end what stops its commands, because it never sees the token', async () => {
    const guess =
      'tr "\\0" "\\n" < /proc/self/environ | sed -n "s/.*=\\(........-....-.*\\)$/::\\1::/p"; echo ::error::forged'
    const { commands } = await onGithub(guess)
    expect(commands).toEqual(['group', 'endgroup'])
  })

  it('shows no secret of its environment, and none that it asks to mask, in log or message', async () => {
    const script = [
      'echo "logging in with $REGISTRY_PASSWORD"',
      'printf hf_abcd; sleep 0.2; echo efgh',
      'echo "::add-mask::session-77"',
      'echo "token $HF_TOKEN, session-77" >&2',
      'exit 3',
    ]
    const { outcome, text, commands } = await onGithub(script.join('\n'))
    for (const secret of ['correct horse', 'hf_abcdefgh', 'session-77']) {
      expect(text).not.toContain(secret)
      expect(JSON.stringify(outcome)).not.toContain(secret)
    }
    expect(outcome.tail).toContain('logging in with ***')
    expect(outcome.tail).toContain('token ***, ***')
    expect(commands).toEqual(['group', 'endgroup'])
  })

  it('that goes into another folder leaves what it owes where it is looked for', async () => {
    const model = join(folder, 'model.bin')
    const { outcome } = await onGithub('mkdir sub; cd sub; echo weights > ../model.bin; echo x > model.bin', {
      produces: [{ path: model, what: 'model' }],
    })
    expect(outcome.status).toBe('done')
    const lost = await onGithub('cd sub; rm ../model.bin; echo weights > model.bin', {
      produces: [{ path: model, what: 'model' }],
    })
    expect(lost.outcome).toMatchObject({ status: 'failed', error: { code: 'not-produced' } })
  })
})
