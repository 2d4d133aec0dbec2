import { parse } from 'yaml'
import { pages, type Source, source } from './files.ts'

const stepsOfAJob = ['on: push', 'jobs:', '  job:', '    runs-on: ubuntu-latest', '    steps:']

/** YAML that a page shows, below as many empty lines as there are above it on the page. */
export function yamlSnippets({ file, text }: Source): Source[] {
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(({ 1: shown = '', index }) => {
    const above = text.slice(0, index).split('\n').length
    return { file, text: '\n'.repeat(above) + shown }
  })
}

/** The workflows that pages show, and the steps that use an action, as the only ones of a job. */
export function shownWorkflows(): Source[] {
  return pages().map(source).flatMap(yamlSnippets).flatMap(workflowOf)
}

function workflowOf(snippet: Source): Source[] {
  const value: unknown = parse(snippet.text)
  if (Array.isArray(value))
    return value.some((item) => has(item, 'uses'))
      ? [{ file: snippet.file, text: asSteps(snippet.text) }]
      : []
  return has(value, 'jobs') ? [snippet] : []
}

const has = (value: unknown, key: string) => typeof value === 'object' && value !== null && key in value

/** Puts the head of a job into the empty lines above, so that a finding is at the line of the page. */
function asSteps(text: string): string {
  const shown = text.trimStart()
  const above = text.slice(0, text.length - shown.length).split('\n').length - 1
  const head = [...Array<string>(Math.max(0, above - stepsOfAJob.length)).fill(''), ...stepsOfAJob]
  return [...head, ...shown.split('\n').map((line) => `      ${line}`)].join('\n')
}
