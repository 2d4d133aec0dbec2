import { Command } from 'commander'
import { expect, it } from 'vitest'
import { addStage } from '../../src/cli/stage-command.ts'

it.each([
  ['--gather', { gather: 'true' }],
  ['--gather=false', { gather: 'false' }],
])('train takes %s', async (given, options) => {
  const program = new Command()
  await addStage(program, 'train')
  const [train] = program.commands
  expect(train?.parseOptions([given, '--json'])).toEqual({ operands: [], unknown: [] })
  expect(train?.opts()).toMatchObject({ ...options, json: true })
})
