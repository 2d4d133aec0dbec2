import type { StageName } from '../record/stage-name.ts'
import type { Permission, Stage } from '../stage/stage.ts'

/** Pinned by commit, as the workflows of this repository pin it. */
export const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1'

/** Every stage: an example may use several. */
export type Stages = readonly Pick<Stage, 'name' | 'permissions'>[]
type Lines = readonly string[]

const onPushes = 'push: { branches: [main] }, workflow_dispatch: {}'
const onChanges = `pull_request: {}, merge_group: {}, ${onPushes}`
const onSchedule = 'schedule: [{ cron: "17 5 * * *" }], workflow_dispatch: {}'

/**
 * A workflow file that can be pasted as it stands: permissions, checkout, the action with an id, and a step (or job)
 * that takes what it puts out.
 */
export function actionExample(name: StageName, stages: Stages): string {
  const { on, jobs } = examples[name]((...names) =>
    permissionLines(stages.flatMap((stage) => (names.includes(stage.name) ? stage.permissions : []))),
  )
  return [`name: ${workflowNames[name]}`, `on: { ${on} }`, 'permissions: {}', 'jobs:', ...jobs].join('\n')
}

const workflowNames: Readonly<Record<StageName, string>> = {
  'data-validate': 'data',
  train: 'train',
  'evaluate-gate': 'model',
  'register-model': 'model',
  'deploy-model': 'model',
  'drift-check': 'drift',
}

type Permit = (...names: readonly StageName[]) => Lines
interface Example {
  readonly on: string
  readonly jobs: Lines
}

const examples: Readonly<Record<StageName, (permit: Permit) => Example>> = {
  'data-validate': (permit) => ({
    on: onChanges,
    jobs: job('data', permit('data-validate'), [
      ...used('data-validate', 'data'),
      ...said('echo "$ROWS rows keep their contract"', { ROWS: 'steps.data.outputs.rows' }),
    ]),
  }),
  train: (permit) => ({
    on: onChanges,
    jobs: job('train', permit('train'), [
      ...used('train', 'train'),
      ...said('echo "model $MODEL reports $METRICS"', {
        MODEL: 'steps.train.outputs.model-digest',
        METRICS: 'steps.train.outputs.metrics',
      }),
    ]),
  }),
  'evaluate-gate': (permit) => ({
    on: onChanges,
    jobs: [
      ...modelJob(permit, [
        "      - if: ${{ !cancelled() && steps.gate.outputs.passes == 'false' }}",
        '        run: echo "the verdict is $VERDICT, see $COMMENT"',
        '        env:',
        '          VERDICT: ${{ steps.gate.outputs.verdict }}',
        '          COMMENT: ${{ steps.gate.outputs.comment-url }}',
      ]),
    ],
  }),
  'register-model': (permit) => ({
    on: onPushes,
    jobs: [
      ...modelJob(permit, []),
      ...job(
        'register',
        permit('register-model'),
        [
          ...used('register-model', 'version', gateHandedOn),
          ...said('echo "registered $VERSION at $URI"', {
            VERSION: 'steps.version.outputs.version',
            URI: 'steps.version.outputs.uri',
          }),
        ],
        afterTheModel,
      ),
    ],
  }),
  'deploy-model': (permit) => ({
    on: onPushes,
    jobs: [
      ...modelJob(permit, []),
      ...job(
        'release',
        permit('register-model', 'deploy-model'),
        [
          ...used('register-model', 'version', gateHandedOn),
          ...used('deploy-model', 'live'),
          ...said('echo "$VERSION is live after $BEFORE"', {
            VERSION: 'steps.live.outputs.version',
            BEFORE: 'steps.live.outputs.previous-version',
          }),
        ],
        afterTheModel,
        [
          '    environment: { name: production, deployment: false } # reviewers and secrets',
          '    concurrency: { group: release-production, cancel-in-progress: false }',
        ],
      ),
    ],
  }),
  'drift-check': (permit) => ({
    on: onSchedule,
    jobs: job('drift', permit('drift-check'), [
      ...used('drift-check', 'drift'),
      "      - if: steps.drift.outputs.verdict == 'drifted'",
      '        run: echo "$DRIFTED drifted, see $ISSUE"',
      '        env:',
      '          DRIFTED: ${{ steps.drift.outputs.drifted-columns }}',
      '          ISSUE: ${{ steps.drift.outputs.issue-url }}',
    ]),
  }),
}

const afterTheModel = ['    needs: model', "    if: github.ref == 'refs/heads/main'"]
const gateHandedOn = ['        with: { gate: "${{ needs.model.outputs.gate }}" } # what the gate let through']

/** The job that later ones take the gate's record from. */
const modelJob = (permit: Permit, last: Lines) =>
  job(
    'model',
    permit('train', 'evaluate-gate'),
    [...used('train', 'train'), ...used('evaluate-gate', 'gate'), ...last],
    [],
    ['    outputs: { gate: "${{ steps.gate.outputs.record }}" } # name and sha256, for register-model'],
  )

const job = (
  id: string,
  permissions: Lines,
  steps: Lines,
  conditions: Lines = [],
  besides: Lines = [],
): Lines => [
  `  ${id}:`,
  ...conditions,
  '    runs-on: ubuntu-latest',
  ...besides,
  '    permissions:',
  ...permissions,
  '    steps:',
  `      - uses: ${checkout}`,
  '        with: { persist-credentials: false }',
  ...steps,
]

const used = (action: StageName, id: string, besides: Lines = []): Lines => [
  `      - id: ${id}`,
  `        uses: modelassay/modelassay/actions/${action}@v1`,
  ...besides,
]

/** A command that takes outputs by its environment: their text never becomes part of a script. */
const said = (run: string, env: Readonly<Record<string, string>>): Lines => [
  `      - run: ${run}`,
  '        env:',
  ...Object.entries(env).map(([name, value]) => `          ${name}: \${{ ${value} }}`),
]

/** One line a scope at the highest level that any asks for, with what for. */
function permissionLines(permissions: readonly Permission[]): Lines {
  const scopes = [...new Set(permissions.map(({ scope }) => scope))]
  return scopes.map((scope) => {
    const asked = permissions.filter((permission) => permission.scope === scope)
    const level = asked.some((permission) => permission.level === 'write') ? 'write' : 'read'
    const purposes = [...new Set(asked.map(({ purpose }) => purpose))]
    return `      ${scope}: ${level} # ${purposes.join('; ')}`
  })
}
