import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { cellCode, code, link, text } from '../report/markdown/escape.ts'

/** What people read on the version's page: Markdown, everything of the user's escaped. */
export function notesOf(gate: EvaluateGateRecord, runUrl: string | undefined): string {
  const metrics = Object.entries(gate.metrics ?? {})
  const run = link(text(`run ${gate.run.id}`), runUrl)
  return [
    `${code(gate.name)} from commit ${code(gate.run.sha ?? 'unknown')}, made and judged by ${run}.`,
    `Gate: **${gate.verdict}**. ${text(gate.reason)}`,
    `Model: ${code(gate.model_digest ?? 'unknown')}`,
    ...(metrics.length > 0
      ? [
          [
            '| metric | value |',
            '| --- | ---: |',
            ...metrics.map(([metric, value]) => `| ${cellCode(metric)} | ${value} |`),
          ].join('\n'),
        ]
      : []),
    '`records.tar` holds the run record with its evidence, `model.tar` the model, `manifest.json` the digests of both.',
  ].join('\n\n')
}
