export const stageNames = [
  'data-validate',
  'train',
  'evaluate-gate',
  'register-model',
  'deploy-model',
  'drift-check',
] as const
export type StageName = (typeof stageNames)[number]
