import type { Stage } from '../stage/stage.ts'
import { actionExample, type Stages } from './action-example.ts'
import { inputsOf, outputsOf } from './action-yml.ts'
import { code, table } from './reference/markdown-table.ts'
import { seedsSection } from './seeds-example.ts'

/** README.md of an action: what it does, a workflow to paste, its inputs, outputs and permissions as tables. */
export function actionReadme(stage: Stage, stages: Stages): string {
  return `<!-- Generated from src/ by \`npm run generate\`. Do not edit. -->
# modelassay/${stage.name}

${stage.description}

\`\`\`yaml
${actionExample(stage.name, stages)}
\`\`\`

It reads [\`modelassay.yml\`](../../docs/configuration.md); an input overrides the key that it names. The same on a laptop:
\`modelassay ${stage.name}\`.

${stage.name === 'train' ? seedsSection : ''}## Inputs

${table(
  ['input', 'default', 'overrides', 'what it is'],
  Object.entries(inputsOf(stage)).map(([name, input]) => [
    code(name),
    input.default ? code(input.default) : '',
    input.at ? code(input.at.join('.')) : '',
    input.description,
  ]),
)}

## Outputs

${table(
  ['output', 'what it is'],
  Object.entries(outputsOf(stage)).map(([name, description]) => [code(name), description]),
)}

## Permissions

${
  stage.permissions.length === 0
    ? 'None beyond `contents: read` for the checkout.'
    : table(
        ['permission', 'what for', 'without it'],
        stage.permissions.map(({ scope, level, purpose, without }) => [
          code(`${scope}: ${level}`),
          purpose,
          without,
        ]),
      )
}
`
}
