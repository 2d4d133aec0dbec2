import type { Permission } from '../stage/stage.ts'
import { githubScript } from './action-yml.ts'
import { code, table } from './reference/markdown-table.ts'

const title = 'Post the feedback of a run'
const description =
  'Posts comment and check run for a run that could not, such as a fork’s: judges its predictions again by the rules of the base, and executes nothing of it.'

const inputs = {
  config: {
    description:
      'Configuration file of the base, relative to the repository. Default: the one that each gate names, else modelassay.yml.',
    default: '',
  },
  token: {
    description: 'Token for GitHub, with the permissions listed in the README.',
    default: '${{ github.token }}',
  },
}

const outputs = {
  passes:
    '`true` where every gate of the run passes by the rules of the base, and of a fork none is missing that the base judges; else `false`.',
  'comment-url': 'Page of the comment on the pull request.',
  'check-urls': 'Pages of the check runs, one a line.',
}

const permissions: readonly Permission[] = [
  {
    scope: 'actions',
    level: 'read',
    purpose: 'read the run, its artifacts, and the baseline among earlier runs',
    without: 'the step fails',
  },
  {
    scope: 'contents',
    level: 'read',
    purpose: 'read the rules of the base commit, and the registered versions',
    without: 'the verdict is an error',
  },
  { scope: 'checks', level: 'write', purpose: 'post the check run', without: 'a warning' },
  {
    scope: 'pull-requests',
    level: 'write',
    purpose: 'find the pull request, comment on it, and read waivers in its reviews',
    without: 'the step fails, or warns that it cannot comment',
  },
]

/** action.yml of the action that posts for others: one JavaScript step. */
export function postFeedbackYml(): string {
  return [
    '# Generated from src/ by `npm run generate`. Do not edit.',
    `name: ${quoted(`modelassay: ${title}`)}`,
    `description: ${quoted(description)}`,
    'author: modelassay',
    'branding: { icon: message-square, color: green }',
    'inputs:',
    ...Object.entries(inputs).flatMap(([name, input]) => [
      `  ${name}:`,
      `    description: ${quoted(input.description)}`,
      '    required: false',
      `    default: ${quoted(input.default)}`,
    ]),
    'outputs:',
    ...Object.entries(outputs).flatMap(([name, text]) => [
      `  ${name}:`,
      `    description: ${quoted(text)}`,
      `    value: \${{ steps.post.outputs.${name} }}`,
    ]),
    'runs:',
    '  using: composite',
    '  steps:',
    '    - id: post',
    `      uses: ${githubScript}`,
    '      env:',
    '        MODELASSAY_INPUTS: ${{ toJSON(inputs) }}',
    '        MODELASSAY_ACTION_PATH: ${{ github.action_path }}',
    '      with:',
    '        script: |',
    "          const { join } = require('node:path')",
    "          const file = join(process.env.MODELASSAY_ACTION_PATH, '..', '..', 'dist', 'action.js')",
    '          const { post } = require(file)',
    '          await post()',
    '',
  ].join('\n')
}

/** The workflow that posts for the workflow `model`. */
const postFeedbackExample = `name: feedback
on:
  workflow_run: { workflows: [model], types: [completed] }
permissions: {}
jobs:
  feedback:
    if: github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    permissions: { contents: read, actions: read, checks: write, pull-requests: write }
    steps:
      - uses: modelassay/modelassay/actions/post-feedback@v1`

/** README.md of the action. */
export function postFeedbackReadme(): string {
  return `<!-- Generated from src/ by \`npm run generate\`. Do not edit. -->
# modelassay/post-feedback

${description}

The token of a pull request from a fork can only read. Its run keeps what it found as artifacts; this workflow, which runs
on the default branch with a token that can write, posts it. No checkout is needed:

\`\`\`yaml
${postFeedbackExample}
\`\`\`

\`model\` is the name of the workflow that judges. What this action reads is a stranger's: it takes run, workflow and
repository from GitHub's API, finds the one open pull request with the run's head, bounds what it downloads, and judges the
predictions again by \`modelassay.yml\` of the base commit: the file that the model's last accepted run was judged by. All
rules are judged, slices, groups, seeds, production and \`file:\` baselines too; nothing is run for it, so that a baseline is
not evaluated again on a new test set, and the verdict is then \`not-comparable\`. Where an accepted run knows the test set,
its rows and labels are held against that. The comment says what is nobody's word but the run's (who belongs to which group,
reported values, predictions of seeds), and which models the base's runs judge and this one did not. A fork's predictions are
still its own word, so that its check run is \`neutral\` at best. In a job of the event \`pull_request\` it posts for the run
that it is part of.

## Inputs

${table(
  ['input', 'default', 'what it is'],
  Object.entries(inputs).map(([name, input]) => [
    code(name),
    input.default ? code(input.default) : '',
    input.description,
  ]),
)}

## Outputs

${table(
  ['output', 'what it is'],
  Object.entries(outputs).map(([name, text]) => [code(name), text]),
)}

## Permissions

${table(
  ['permission', 'what for', 'without it'],
  permissions.map(({ scope, level, purpose, without }) => [code(`${scope}: ${level}`), purpose, without]),
)}
`
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
