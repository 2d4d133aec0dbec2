import { access, writeFile } from 'node:fs/promises'
import { inferContract } from '../contract/infer/infer.ts'
import { openSample } from '../contract/infer/sample.ts'
import { visible } from '../contract/infer/yaml-text.ts'
import { configurationError } from '../errors.ts'
import type { InferOptions } from './contract-infer-command.ts'
import { locatedFiles, readText } from './table-arguments.ts'
import { withEngine } from './with-engine.ts'

type Host = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>

/**
 * Reads the files, and writes the contract that they keep to standard output or to a file that is not there yet.
 * @throws AssayError configuration `file-exists`; what reading the tables throws
 */
export async function contractInfer(
  files: readonly string[],
  { output, label: labels = [], force = false }: InferOptions,
  host: Host,
): Promise<void> {
  const say = (message: string) => {
    host.stderr.write(`${visible(message)}\n`)
  }
  // Asked before the data are read, which may take long; writing asks once more.
  if (output !== undefined && !force && (await exists(output))) throw alreadyThere(output)
  const located = await locatedFiles(files)
  const text = await withEngine(host, located, async (engine) => {
    const sample = await openSample(engine, located)
    for (const line of readText(sample.table)) say(line)
    return inferContract(engine, sample, { labels })
  })
  if (output === undefined) {
    host.stdout.write(text)
    return say('Next: keep this as a file (--output contract.yml), and review it.')
  }
  await writeFile(output, text, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? alreadyThere(output) : error
  })
  say(`${output} is written: it holds for every row that was read, and is a proposal.`)
  say(
    `Next: review it, name it in modelassay.yml (data: { contract: ${output} }), and run modelassay data-validate.`,
  )
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

const alreadyThere = (output: string) =>
  configurationError('file-exists', `${output} is there already, and nothing was written.`, {
    hint: 'See what the data would change in it with modelassay contract update, name another file, or write over it with --force.',
    file: output,
  })
