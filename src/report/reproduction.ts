import { posix } from 'node:path'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { details } from './markdown/blocks.ts'
import { shellWord } from './shell-word.ts'
import { visible } from './visible.ts'

/** How to come to the same verdict on a laptop, folded away. */
export function reproduction(record: EvaluateGateRecord): string | undefined {
  const lines = reproductionLines(record)
  if (lines === undefined) return undefined
  return details('Reproduce it on a laptop', `\`\`\`sh\n${lines.join('\n')}\n\`\`\``)
}

/** The lines of a shell that come to the same verdict: the commit, the record of its base, one command. Nothing off GitHub. */
export function reproductionLines(record: EvaluateGateRecord): string[] | undefined {
  const { run, baselines = [], policy } = record
  const commit = run.head_sha ?? run.sha
  if (commit === undefined || run.repository === undefined || run.workflow === undefined) return undefined
  const base = baselines.find(({ outcome, run, artifact }) => outcome === 'found' && run && artifact)
  const folder = policy?.file === undefined ? '.' : posix.dirname(policy.file)
  const lines = [
    `git fetch origin ${run.pull_request === undefined ? commit : `pull/${run.pull_request}/head`} && git checkout ${shellWord(commit)}`,
    ...(folder === '.' ? [] : [`cd ${shellWord(folder)}`]),
    ...(base
      ? [
          `gh run download ${shellWord(base.run!)} --repo ${shellWord(run.repository)} --name ${shellWord(base.artifact!)} --dir .modelassay/base`,
        ]
      : []),
    `modelassay train && modelassay evaluate-gate${base ? ' --baselines file:.modelassay/base/record.json' : ''}`,
  ]
  return lines.map((line) => visible(line, 500))
}
