import type { Command } from 'commander'

/**
 * A mistake in the command line, with the one name that an unknown word begins: `deploy` is how people say
 * deploy-model, though by letters alone another command is nearer.
 * @param asked the subcommand whose options are meant
 */
export function withMeant(mistake: string, program: Command, asked: string | undefined): string {
  const [said, kind, word] = /unknown (command|option) '([^']+)'/.exec(mistake) ?? []
  if (said === undefined || word === undefined) return mistake
  const names =
    kind === 'command'
      ? program.commands.map((command) => command.name())
      : (program.commands.find((command) => command.name() === asked)?.options.map(longOf) ?? [])
  const [only, second] = names.filter((name) => name.startsWith(word))
  if (only === undefined || second !== undefined || word === '--') return mistake
  const suggestion = `\n(Did you mean ${only}?)`
  return `${mistake.trimEnd().replace(/\n\(Did you mean .*\)$/, '')}${suggestion}${mistake.endsWith('\n') ? '\n' : ''}`
}

const longOf = ({ long }: { long?: string | undefined }) => long ?? ''
