import { type Input, sharedInputs } from '../stage/inputs.ts'
import type { Stage } from '../stage/stage.ts'

/** Pinned by commit; the tests' stand-in has the same contract. */
export const githubScript = 'actions/github-script@ed597411d8f924073f98dfc5c65a23a2325f34cd # v8.0.0'

const sharedOutputs = {
  verdict: 'What the stage came to.',
  passes: '`true` or `false`: whether what follows may go on.',
  record: 'Name and sha256 of the stage record, to hand to other jobs.',
}

/** inputs that every action has, its own first */
export const inputsOf = (stage: Pick<Stage, 'inputs'>): Record<string, Input> => ({
  ...stage.inputs,
  ...sharedInputs,
})

export const outputsOf = (stage: Pick<Stage, 'outputs'>): Record<string, string> => ({
  ...sharedOutputs,
  ...Object.fromEntries(Object.entries(stage.outputs).map(([name, { description }]) => [name, description])),
})

/**
 * action.yml of a stage: plan, work, conclude. Plan and conclude are JavaScript steps, which alone get the runner's
 * tokens; the work is a `run:` step, which never does.
 */
export function actionYml(stage: Stage): string {
  return [
    '# Generated from src/ by `npm run generate`. Do not edit.',
    `name: ${quoted(`modelassay: ${stage.title}`)}`,
    `description: ${quoted(stage.description)}`,
    'author: modelassay',
    `branding: { icon: ${stage.icon}, color: ${stage.color} }`,
    'inputs:',
    ...Object.entries(inputsOf(stage)).flatMap(inputLines),
    'outputs:',
    ...Object.entries(outputsOf(stage)).flatMap(([name, description]) => [
      `  ${name}:`,
      `    description: ${quoted(description)}`,
      `    value: \${{ steps.conclude.outputs.${name} }}`,
    ]),
    'runs:',
    '  using: composite',
    '  steps:',
    ...scriptStep('plan', `plan('${stage.name}')`, [], undefined),
    ...workStep,
    ...scriptStep(
      'conclude',
      `conclude('${stage.name}')`,
      [
        'MODELASSAY_PLAN: ${{ steps.plan.outputs.plan }}',
        'MODELASSAY_PLAN_DIGEST: ${{ steps.plan.outputs.digest }}',
        'MODELASSAY_OUTCOMES: ${{ steps.work.outputs.outcomes }}',
        'MODELASSAY_COMPILED: ${{ steps.plan.outputs.compiled }}',
      ],
      "always() && steps.plan.outcome == 'success'",
    ),
    '',
  ].join('\n')
}

export const inputLines = ([name, { description, default: value }]: [string, Input]) => [
  `  ${name}:`,
  `    description: ${quoted(description)}`,
  '    required: false',
  `    default: ${quoted(value ?? '')}`,
]

/** A JavaScript step that calls a function of the suite. */
export const scriptStep = (
  id: string,
  call: string,
  env: readonly string[],
  condition: string | undefined,
) => [
  `    - id: ${id}`,
  ...(condition ? [`      if: ${condition}`] : []),
  `      uses: ${githubScript}`,
  '      env:',
  '        MODELASSAY_INPUTS: ${{ toJSON(inputs) }}',
  '        MODELASSAY_MATRIX: ${{ toJSON(matrix) }}',
  '        MODELASSAY_JOB: ${{ toJSON(job) }}',
  '        MODELASSAY_ACTION_PATH: ${{ github.action_path }}',
  ...env.map((line) => `        ${line}`),
  '      with:',
  '        script: |',
  "          const { join } = require('node:path')",
  "          const file = join(process.env.MODELASSAY_ACTION_PATH, '..', '..', 'dist', 'action.js')",
  `          const { ${/^\w+/.exec(call)?.[0]} } = require(file)`,
  `          await ${call}`,
]

const workStep = [
  '    - id: work',
  "      if: steps.plan.outputs.work == 'true'",
  '      shell: bash',
  '      env:',
  '        MODELASSAY_NODE: ${{ steps.plan.outputs.node }}',
  '        MODELASSAY_PLAN: ${{ steps.plan.outputs.plan }}',
  '        MODELASSAY_COMPILED: ${{ steps.plan.outputs.compiled }}',
  '        MODELASSAY_ACTION_PATH: ${{ github.action_path }}',
  `      run: '"$MODELASSAY_NODE" "$MODELASSAY_ACTION_PATH/../../dist/work.js"'`,
]

export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
