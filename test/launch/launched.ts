import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Project } from '../../src/config/project.ts'
import { configSchema } from '../../src/config/schema.ts'
import { sha256 } from '../../src/record/digest.ts'
import { resultOf } from '../../src/stage/outcomes.ts'
import { defineStage, type Stage } from '../../src/stage/stage.ts'
import type { Trust } from '../../src/trust/trust.ts'

export const project: Project = {
  root: '/nowhere',
  config: configSchema.parse({ name: 'churn' }),
  policy: { digest: sha256(''), protected: true, notes: [] },
  lines: {},
  contracts: {},
}

export const drift = (changes: Partial<Stage<'drift-check', { limit: number }>> = {}) =>
  defineStage<'drift-check', { limit: number }>({
    name: 'drift-check',
    title: 'drift',
    description: 'A stage for these tests.',
    icon: 'eye',
    color: 'blue',
    inputs: {},
    outputs: { share: { description: '', value: ({ share }) => String(share ?? '') } },
    permissions: [],
    plan: async () => ({
      context: { limit: 3 },
      work: [{ kind: 'task', id: 'count', title: 'count', task: 'count', params: [1, 2] }],
    }),
    async conclude({ context, evidence }, outcomes) {
      const count = resultOf(outcomes, 'count', z.number())
      await writeFile(join(evidence, 'counts.json'), String(count))
      return {
        verdict: count < context.limit ? 'stable' : 'drifted',
        passes: count < context.limit,
        reason: `${count} rows`,
        built_on: [],
        share: count / 4,
      }
    },
    ...changes,
  }) as unknown as Stage

export const noTrust = {} as Trust
