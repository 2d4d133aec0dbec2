import { defineStage } from '../stage/stage.ts'

/** deploy-model: puts a registered version live, and proves it, or puts the one before it back. */
export const deployModel = defineStage({
  name: 'deploy-model',
  title: 'Deploy model',
  description:
    'Deploys a registered version, verifies that it serves, and otherwise restores and verifies the version before it.',
  icon: 'upload-cloud',
  color: 'purple',
  inputs: {
    environment: { description: 'Key under deploy: in the configuration.', default: 'production' },
    version: {
      description: 'Version to deploy. Default: the one that this run registered, else the newest.',
    },
    'rollback-to': {
      description:
        'Registered version to go back to. Without it a version is never replaced by an older one.',
    },
  },
  outputs: {
    version: { description: 'Version that was to be deployed.', value: ({ version }) => version ?? '' },
    'previous-version': {
      description: 'Version that was live before.',
      value: ({ previous_version }) => previous_version ?? '',
    },
    'deployment-id': {
      description: 'Id of the deployment on GitHub.',
      value: ({ deployment_id }) => deployment_id ?? '',
    },
  },
  permissions: [
    {
      scope: 'contents',
      level: 'write',
      purpose: 'the tag that moves the alias, after the version serves',
      without: 'the version serves, and the step ends as an error',
    },
    {
      scope: 'deployments',
      level: 'write',
      purpose: "GitHub's record of deployments",
      without: 'it deploys with a warning and leaves no such record',
    },
    {
      scope: 'actions',
      level: 'read',
      purpose: 'the record of register-model in this run',
      without: 'give the version by input',
    },
  ],
  // Each step of an action is a process of its own, and loads what it runs.
  plan: async (planning, ports) => (await import('./plan.ts')).plan(planning, ports),
  conclude: async (planned, outcomes, ports) =>
    (await import('./conclude.ts')).conclude(planned, outcomes, ports),
  tell: async ({ record }, _planned, { runner }) =>
    (await import('../feedback/release.ts')).tellRelease(record, runner),
})
