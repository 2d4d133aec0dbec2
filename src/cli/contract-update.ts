import { readFile, writeFile } from 'node:fs/promises'
import { isTree } from '../config/tree.ts'
import { parseYaml } from '../config/yaml-document.ts'
import { writtenAs } from '../contract/dialect.ts'
import { isOpenDataContract } from '../contract/formats/open-data-contract.ts'
import { isDataPackage } from '../contract/formats/references.ts'
import { openSample } from '../contract/infer/sample.ts'
import { visible } from '../contract/infer/yaml-text.ts'
import { loadContract } from '../contract/load.ts'
import { type Update, updateContract } from '../contract/update/update.ts'
import { configurationError } from '../errors.ts'
import { counted } from '../report/number.ts'
import { fileError } from '../tables/table-file.ts'
import type { UpdateOptions } from './contract-update-command.ts'
import { locatedFiles, readText } from './table-arguments.ts'
import { withEngine } from './with-engine.ts'

type Host = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>

/**
 * Shows what the files would change in the contract, as patches on standard output, and makes the change where that is
 * asked for.
 * @returns the exit code: 0 nothing to propose, 1 proposals
 * @throws AssayError configuration `contract-form`, `contract-changed`, `command-line`; what reading contract and tables
 * throws
 */
export async function contractUpdate(
  file: string,
  files: readonly string[],
  { minShare, environment, tighten = false, write = false }: UpdateOptions,
  host: Host,
): Promise<0 | 1> {
  const say = (message: string) => {
    host.stderr.write(`${visible(message)}\n`)
  }
  const news = shareOf(minShare)
  const text = await read(file)
  requireOwnForm(text, file)
  const located = await locatedFiles(files)
  const update = await withEngine(host, located, async (engine) => {
    const options = { writtenAs: writtenAs(loadContract(text, file).contract) }
    const sample = await openSample(engine, located, options)
    for (const line of readText(sample.table)) say(line)
    return updateContract(engine, text, sample, {
      file,
      news,
      environment,
      now: new Date(),
      tighter: tighten ? 'proposed' : 'left-out',
    })
  })
  host.stdout.write(updateText(update))
  const { proposals, unproposed } = update
  if (unproposed.length > 0)
    say(
      `${counted(unproposed.length, 'fault')} of the data for which the contract should not change: mend the data.`,
    )
  if (proposals.length === 0) {
    say('Nothing to propose.')
    return 0
  }
  if (write) {
    if ((await read(file)) !== text) throw changedMeanwhile(file)
    await writeFile(file, update.text)
    say(
      `${counted(proposals.length, 'change')} written to ${file}. Next: review them (git diff), and commit.`,
    )
  } else
    say(
      `${counted(proposals.length, 'proposal')}; nothing is written. Next: take them with --write, or some of them with git apply.`,
    )
  return 1
}

/** Proposals as patches below what speaks for them; what is no proposal as comments, which patch programs pass over. */
function updateText({ proposals, unproposed }: Update): string {
  const line = (text: string) => `# ${visible(text)}\n`
  const refused = unproposed.map(({ what, why }) => line(`not proposed: ${what}`) + line(`  ${why}`))
  const proposed = proposals.map(
    ({ effect, what, evidence, patch }) =>
      line(`${effect}: ${what}`) + evidence.map((one) => line(`  ${one}`)).join('') + patch,
  )
  return [...refused, ...proposed].join('\n')
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw fileError(error, file)
  }
}

function requireOwnForm(text: string, file: string): void {
  const { value } = parseYaml(text, file)
  if (!isTree(value) || (!isOpenDataContract(file, value) && !isDataPackage(file, value))) return
  throw configurationError(
    'contract-form',
    `${file} is ${isOpenDataContract(file, value) ? 'an Open Data Contract' : 'a Data Package'}, which is not edited here.`,
    { hint: 'Change it by hand; modelassay data-validate says what the data break.', file },
  )
}

function shareOf(text: string): number {
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 1) return share
  throw configurationError(
    'command-line',
    `--min-share is a share between 0 and 1, not ${JSON.stringify(text)}.`,
    {
      hint: 'Write 0.001 for one row of a thousand.',
    },
  )
}

const changedMeanwhile = (file: string) =>
  configurationError(
    'contract-changed',
    `${file} was changed while the data were read, and nothing was written.`,
    {
      hint: 'Run the command again.',
      file,
    },
  )
