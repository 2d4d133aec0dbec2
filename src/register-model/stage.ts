import { defineStage } from '../stage/stage.ts'

/** register-model: gives a model that passed its gate a version for good. */
export const registerModel = defineStage({
  name: 'register-model',
  title: 'Register model',
  description:
    'Registers the model that passed the gate as an immutable version, with its run record and aliases.',
  icon: 'tag',
  color: 'blue',
  inputs: {
    gate: {
      description:
        'Output "record" of the evaluate-gate step, handed on by a job output. Not needed when the gate ran in the same job.',
    },
    registry: {
      description: 'github or local. Default: github on GitHub, local elsewhere.',
      at: ['register', 'registry'],
    },
    version: {
      description: `major, minor, patch, or an exact semantic version. Default: patch. The first version is 0.1.0.`,
      at: ['register', 'version'],
    },
    alias: {
      description:
        'Aliases that are to name the version, separated by commas. Only deploy-model moves production.',
      at: ['register', 'aliases'],
      form: 'list',
    },
  },
  outputs: {
    version: { description: 'The registered version.', value: ({ version }) => version ?? '' },
    uri: { description: 'Page or folder of the version.', value: ({ uri }) => uri ?? '' },
    'model-digest': { description: 'Digest of the model.', value: ({ model_digest }) => model_digest ?? '' },
  },
  permissions: [
    {
      scope: 'contents',
      level: 'write',
      purpose: 'the registration commit, tags and the release',
      without: 'registering on GitHub ends as an error; the local registry needs none',
    },
    {
      scope: 'actions',
      level: 'read',
      purpose: 'artifacts of this run',
      without: 'the gate record cannot be found',
    },
  ],
  // Each step of an action is a process of its own, and loads what it runs.
  plan: async (planning, ports) => (await import('./plan.ts')).plan(planning, ports),
  conclude: async (planned, outcomes, ports) =>
    (await import('./conclude.ts')).conclude(planned, outcomes, ports),
  tell: async ({ record }, _planned, { runner }) =>
    (await import('../feedback/release.ts')).tellRelease(record, runner),
})
