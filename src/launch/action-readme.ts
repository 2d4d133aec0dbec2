import type { Stage } from '../stage/stage.ts'
import { inputsOf, outputsOf } from './action-yml.ts'

/** README.md of an action: what it does, its inputs, outputs and permissions, as tables. */
export function actionReadme(stage: Stage): string {
  return `<!-- Generated from src/ by \`npm run generate\`. Do not edit. -->
# modelassay/${stage.name}

${stage.description}

\`\`\`yaml
- uses: modelassay/modelassay/actions/${stage.name}@v1
\`\`\`

It reads \`modelassay.yml\`; an input overrides the key that it names. The same on a laptop: \`modelassay ${stage.name}\`.

## Inputs

| input | default | overrides | what it is |
| --- | --- | --- | --- |
${Object.entries(inputsOf(stage))
  .map(([name, input]) =>
    row([
      code(name),
      input.default ? code(input.default) : '',
      input.at ? code(input.at.join('.')) : '',
      input.description,
    ]),
  )
  .join('\n')}

## Outputs

| output | what it is |
| --- | --- |
${Object.entries(outputsOf(stage))
  .map(([name, description]) => row([code(name), description]))
  .join('\n')}

## Permissions

${
  stage.permissions.length === 0
    ? 'None beyond `contents: read` for the checkout.'
    : `| permission | what for | without it |\n| --- | --- | --- |\n${stage.permissions
        .map(({ scope, level, purpose, without }) => row([code(`${scope}: ${level}`), purpose, without]))
        .join('\n')}`
}
`
}

const code = (text: string) => `\`${text}\``
const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
