import { parse, stringify } from 'yaml'
import type { Source } from './files.ts'

interface CompositeAction {
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly outputs?: Readonly<Record<string, { value: string }>>
  readonly runs: { readonly steps: readonly unknown[] }
}

/**
 * A composite action's steps as those of a job of a workflow that is called with the action's inputs. Neither
 * actionlint nor GitHub's language service looks up the inputs and steps that an expression of an action names; of a
 * workflow both do.
 * @returns lines are not those of the action
 */
export function actionAsWorkflow({ file, text }: Source): Source {
  const { inputs = {}, outputs = {}, runs } = parse(text) as CompositeAction
  const workflow = {
    on: { workflow_call: { inputs: mapped(inputs, () => ({ type: 'string' })) } },
    jobs: {
      action: {
        'runs-on': 'ubuntu-latest',
        outputs: mapped(outputs, ({ value }) => value),
        steps: runs.steps,
      },
    },
  }
  return { file: `${file} as a workflow`, text: stringify(workflow, { lineWidth: 0 }) }
}

const mapped = <From, To>(values: Readonly<Record<string, From>>, to: (value: From) => To) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, to(value)]))
