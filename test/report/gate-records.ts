import type { Comparison } from '../../src/record/comparison.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'

/** A gate record as the stage writes it, with what a test wants to be different. */
export function gateRecord(changes: Partial<EvaluateGateRecord> = {}): EvaluateGateRecord {
  return {
    schema: 'modelassay/v1',
    stage: 'evaluate-gate',
    name: 'penguins',
    verdict: 'pass',
    passes: true,
    reason: 'The one rule holds, measured against base and production.',
    run: {
      id: '4711',
      attempt: 1,
      event: 'pull_request',
      repository: 'acme/penguins',
      workflow: '.github/workflows/model.yml',
      sha: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
      head_sha: 'abcdef0123456789abcdef0123456789abcdef01',
      pull_request: 7,
    },
    built_on: [],
    observed: {
      started_at: '2026-11-21T10:00:00Z',
      finished_at: '2026-11-21T10:00:01Z',
      suite_version: '0.1.0',
    },
    model_digest: sha256('new'),
    evaluations: [
      {
        name: 'test',
        identity: { kind: 'content', value: sha256('test set') },
        rows: 69,
        task: 'multiclass',
        metrics: { accuracy: 0.9710144927536232, f1_macro: 0.96, log_loss: 0.11, train_time_s: 3.2 },
        undefined: [],
      },
    ],
    metrics: { accuracy: 0.9710144927536232, f1_macro: 0.96, log_loss: 0.11, train_time_s: 3.2 },
    comparisons: againstBoth(noWorse()),
    baselines: [
      {
        name: 'base',
        outcome: 'found',
        description: 'run 4700 of main at 1234567',
        url: 'https://github.com/acme/penguins/actions/runs/4700',
        behind: 2,
        model_digest: sha256('old'),
        evaluations: [
          { name: 'test', metrics: { accuracy: 0.9420289855072463, f1_macro: 0.93, log_loss: 0.1 } },
        ],
      },
      {
        name: 'production',
        outcome: 'found',
        description: 'version 1.2.0',
        model_digest: sha256('old'),
        evaluations: [
          { name: 'test', metrics: { accuracy: 0.9420289855072463, f1_macro: 0.93, log_loss: 0.1 } },
        ],
      },
    ],
    directions: { accuracy: 'higher', f1_macro: 'higher', log_loss: 'lower' },
    policy: { digest: sha256('policy'), sha: '1234567890', protected: true },
    waivers: [],
    decided_by: [],
    ...changes,
  }
}

export function noWorse(changes: Partial<Comparison> = {}): Comparison {
  return {
    rule: 'max_worsening',
    metric: 'accuracy',
    evaluation: 'test',
    direction: 'higher',
    rows: 69,
    candidate_value: 0.9710144927536232,
    baseline: { name: 'base', run: '4700', model_digest: sha256('old') },
    baseline_value: 0.9420289855072463,
    change: 0.028985507246376812,
    interval: [-0.012, 0.08],
    level: 0.95,
    p_value: 1,
    p_adjusted: 1,
    allowed: 0.02,
    smallest_blocked: 0.061,
    zone: 'no-worse',
    method: 'tango+mcnemar',
    explanation:
      'accuracy rose from 0.9420 (base) to 0.9710, 0.0290 better; with 95% confidence at most 0.0120 worse, inside the 0.02 allowed.',
    ...changes,
  }
}

/** A comparison with the base, and the same with production: the same model serves there. */
const againstBoth = (comparison: Comparison): Comparison[] => [
  comparison,
  {
    ...comparison,
    baseline: { name: 'production', model_digest: sha256('old') },
    explanation: comparison.explanation.replace('(base)', '(production)'),
  },
]

/** A model that lost ten points of accuracy and broke a bound. */
export const blocked = (changes: Partial<EvaluateGateRecord> = {}) =>
  gateRecord({
    verdict: 'fail',
    passes: false,
    reason: 'accuracy is 0.8551, below the minimum of 0.9 (and 2 more reasons).',
    comparisons: [
      {
        rule: 'min',
        metric: 'accuracy',
        evaluation: 'test',
        rows: 69,
        candidate_value: 0.8550724637681159,
        allowed: 0.9,
        zone: 'below-bound',
        method: 'estimate',
        explanation: 'accuracy is 0.8551, below the minimum of 0.9.',
      },
      ...againstBoth(
        noWorse({
          candidate_value: 0.8550724637681159,
          change: -0.0869565,
          zone: 'worse',
          p_adjusted: 0.0156,
          explanation:
            'accuracy fell from 0.9420 (base) to 0.8551, 0.0870 worse: more than the 0.02 allowed, and more than chance explains (p = 0.02).',
        }),
      ),
      {
        rule: 'max',
        metric: 'log_loss',
        evaluation: 'test',
        rows: 69,
        candidate_value: 0.11,
        allowed: 0.2,
        zone: 'within-bound',
        method: 'estimate',
        explanation: 'log_loss is 0.1100, at or below the maximum of 0.2.',
      },
    ],
    evaluations: [
      {
        name: 'test',
        identity: { kind: 'content', value: sha256('test set') },
        rows: 69,
        task: 'multiclass',
        metrics: { accuracy: 0.8550724637681159, f1_macro: 0.84, log_loss: 0.11 },
        undefined: [],
      },
    ],
    decided_by: [0, 1, 2],
    ...changes,
  })
