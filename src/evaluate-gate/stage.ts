import { requirePulled } from '../data-versions/pulled.ts'
import { defineStage } from '../stage/stage.ts'
import type { GateContext } from './context.ts'
import { gateInputs } from './inputs.ts'
import { comparisonsOutput, metricsOutput } from './outputs.ts'

/** evaluate-gate: may this model replace the ones it is measured against? */
export const evaluateGate = defineStage<'evaluate-gate', GateContext>({
  name: 'evaluate-gate',
  title: 'Evaluate and gate a model',
  description:
    'Measures a model on its test sets, compares it with its baselines, and blocks it when it is worse than the rules allow.',
  icon: 'check-circle',
  color: 'green',
  inputs: gateInputs,
  judgesByBase: true,
  outputs: {
    metrics: { description: 'Metrics of the first evaluation, as JSON.', value: metricsOutput },
    comparisons: {
      description:
        'Comparisons as JSON, those that decided first; at most 30,000 bytes (the record has all).',
      value: comparisonsOutput,
    },
    'comment-url': { description: 'Page of the comment on the pull request.' },
    'check-url': { description: 'Page of the check run.' },
    report: { description: 'Page of the HTML report; off GitHub its file.' },
  },
  permissions: [
    {
      scope: 'actions',
      level: 'read',
      purpose: 'find the baseline among earlier runs',
      without: 'the baseline base cannot be had, and the verdict is not-comparable',
    },
    {
      scope: 'contents',
      level: 'read',
      purpose: 'read the rules of the base commit, and the registered versions',
      without: 'the gate ends with an error',
    },
    {
      scope: 'checks',
      level: 'write',
      purpose: 'show the verdict as a check run on the head commit',
      without: 'a warning; the verdict is in the job summary and the record',
    },
    {
      scope: 'pull-requests',
      level: 'write',
      purpose: 'comment the metric diff on the pull request, and read waivers in its reviews',
      without:
        'a warning; the metric diff is in the job summary and the record, and no review waives anything',
    },
  ],
  // Each step of an action is a process of its own, and loads what it runs.
  plan: async (planning, ports) => (await import('./plan.ts')).planGate(planning, ports),
  async conclude(planned, outcomes, ports) {
    requirePulled(outcomes)
    const { concludeGate } = await import('./conclude.ts')
    return concludeGate(planned, outcomes, ports)
  },
  blocks: ({ passes, verdict }, { gate }) => !passes && (gate.fail_on === 'fail' || verdict === 'error'),
  tell: async (stored, planned, ports) => (await import('./tell.ts')).tellVerdict(stored, planned, ports),
})
