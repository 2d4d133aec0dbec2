import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()

let place: Workplace
beforeEach(async () => {
  place = await workplace()
})
afterEach(() => place.remove())

/** Runs a command that is told to end as soon as the user's own command has written `begun`. */
const cancelled = (command: string) =>
  place.shell(`${command} & asked=$!
    until [ -e begun ]; do sleep 0.05; done
    pkill -TERM -P $asked; wait $asked; code=$?
    kill -0 "$(cat begun)" 2>/dev/null && echo 'still running'
    exit $code`)

const endless =
  "import { writeFileSync } from 'node:fs'\nwriteFileSync('begun', String(process.pid))\nsetTimeout(() => {}, 300_000)\n"

it.each([
  ['train', 'train.mjs', 'train'],
  ['evaluate-gate', 'predict.mjs', 'evaluat'],
])(
  '%s that is cancelled says where, keeps its record and leaves no process',
  async (stage, script, where) => {
    if (stage !== 'train') expect((await place.modelassay(['train'])).code).toBe(0)
    await place.write({ [script]: endless })
    const ran = await cancelled(`modelassay ${stage}`)
    expect(ran.code, ran.said).toBe(3)
    expect(ran.said).not.toContain('still running')
    const record = (await place.records(stage)).at(-1)
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'cancelled' } })
    expect(record?.reason.toLowerCase()).toContain(where)
    expect(ran.said).toContain('was cancelled')
  },
)
