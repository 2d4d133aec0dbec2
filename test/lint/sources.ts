import { actionAsWorkflow } from './action-as-workflow.ts'
import { actionFiles, type Source, source, workflowFiles } from './files.ts'
import { shownWorkflows } from './snippets.ts'

/** Whatever can be read as a workflow: workflows, those that pages show, and the steps of the actions. */
export const workflows = (): Source[] => [
  ...workflowFiles().map(source),
  ...shownWorkflows(),
  ...actionFiles().map(source).map(actionAsWorkflow),
]
