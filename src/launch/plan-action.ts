import { sharedInputs } from '../stage/inputs.ts'
import { inputLines, quoted, scriptStep } from './action-yml.ts'
import { code, table } from './reference/markdown-table.ts'

const title = 'Plan many models'
const description =
  'Finds every modelassay.yml of the repository, and says which models need work, as a matrix.'

const inputs = {
  models: {
    description: '`needed`, or `all` whatever is built.',
    default: 'needed',
  },
  token: sharedInputs.token,
}

const outputs = {
  matrix: 'The models that need work for `fromJSON`: `include`, a list of `name` and `config`; at most 256.',
  any: '`true` where a model needs work. A matrix must not be empty, so the job that uses it needs this condition.',
  count: 'How many models need work.',
  left: 'How many of them the matrix has no room for; the next run plans them.',
  models: 'The models that need work with the reason each, as JSON. Reasons hold text of the repository.',
}

/** action.yml of the plan, which is no stage: one JavaScript step, which runs nothing of the user's. */
export const planActionYml = (): string =>
  [
    '# Generated from src/ by `npm run generate`. Do not edit.',
    `name: ${quoted(`modelassay: ${title}`)}`,
    `description: ${quoted(description)}`,
    'author: modelassay',
    'branding: { icon: list, color: purple }',
    'inputs:',
    ...Object.entries(inputs).flatMap(inputLines),
    'outputs:',
    ...Object.entries(outputs).flatMap(([name, what]) => [
      `  ${name}:`,
      `    description: ${quoted(what)}`,
      `    value: \${{ steps.plan.outputs.${name} }}`,
    ]),
    'runs:',
    '  using: composite',
    '  steps:',
    ...scriptStep('plan', 'planAll()', [], undefined),
    '',
  ].join('\n')

const example = `name: models
on: { pull_request: {}, push: { branches: [main] } }
permissions: {}
jobs:
  plan:
    runs-on: ubuntu-latest
    permissions: { contents: read, actions: read }
    outputs: { matrix: "\${{ steps.plan.outputs.matrix }}", any: "\${{ steps.plan.outputs.any }}" }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - id: plan
        uses: modelassay/modelassay/actions/plan@v1
  model:
    needs: plan
    if: needs.plan.outputs.any == 'true'
    runs-on: ubuntu-latest
    permissions: { contents: read, actions: read, checks: write, pull-requests: write }
    strategy: { fail-fast: false, matrix: "\${{ fromJSON(needs.plan.outputs.matrix) }}" }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - uses: modelassay/modelassay/actions/train@v1
        with: { config: "\${{ matrix.config }}" }
      - uses: modelassay/modelassay/actions/evaluate-gate@v1
        with: { config: "\${{ matrix.config }}" }`

/** README.md of the plan action. */
export const planActionReadme =
  (): string => `<!-- Generated from src/ by \`npm run generate\`. Do not edit. -->
# modelassay/plan

${description} The same on a laptop: \`modelassay plan\`.

\`\`\`yaml
${example}
\`\`\`

A model needs work where something that decides its training is not what it was in the last run of the default branch
whose gate let it through: its command, inputs, data, parameters, contracts, lockfiles, seeds, the workflow file or the
suite's version. What only the machine that trains knows, such as its interpreter, is looked at where it trains. Name
\`train.inputs\` in each \`modelassay.yml\`: without them every file of the repository decides every model. Content of a table
that the checkout has not got (DVC, an address), or that \`train.refresh\` brings, is not known here, so its model is
always planned.

Each plan of the default branch keeps what it found in an artifact, so that the next one looks only at what was built
since, however many models there are.

## Inputs

${table(
  ['input', 'default', 'what it is'],
  Object.entries(inputs).map(([name, input]) => [code(name), code(input.default), input.description]),
)}

## Outputs

${table(
  ['output', 'what it is'],
  Object.entries(outputs).map(([name, what]) => [code(name), what]),
)}

## Permissions

${table(
  ['permission', 'what for', 'without it'],
  [
    [code('contents: read'), 'check out the repository', 'nothing can be planned'],
    [code('actions: read'), 'find what earlier runs have built', 'every model is planned'],
  ],
)}
`
