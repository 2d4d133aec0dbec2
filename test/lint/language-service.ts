import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ActionsMetadataProvider, ValidationConfig } from '@actions/languageservice'
import { build } from 'esbuild'
import { root, type Source } from './files.ts'
import { knownActions } from './known-actions.ts'

interface Finding {
  readonly message: string
  readonly range: { readonly start: { readonly line: number } }
}

interface Service {
  validate(document: unknown, config: ValidationConfig): Promise<Finding[]>
  clearCache(): void
  registerLogger(logger: Record<'log' | 'info' | 'warn' | 'error', (message: string) => void>): void
  TextDocument: { create(uri: string, language: string, version: number, text: string): unknown }
}

/** Finds what is wrong with a workflow or an action, one line a finding, as `file:line: message`. */
export type Findings = (source: Source, actions?: ActionsMetadataProvider) => Promise<string[]>

/**
 * GitHub's own language service, which its editors run. A file whose path ends in `/action.yml` is read as an action,
 * any other as a workflow. One check at a time: the service keeps its cache and its log in its modules.
 */
export async function languageService(): Promise<Findings> {
  const { validate, clearCache, registerLogger, TextDocument } = await bundled()
  const failures: string[] = []
  const ignore = () => {}
  registerLogger({ log: ignore, info: ignore, warn: ignore, error: (message) => failures.push(message) })
  return async ({ file, text }, actions = knownActions) => {
    // the service remembers what it parsed by path alone, and would judge the text it saw there before
    clearCache()
    const document = TextDocument.create(pathToFileURL(join(root, file)).href, 'yaml', 1, text)
    const found = await validate(document, { actionsMetadataProvider: actions })
    // what the service throws it only logs, and then has nothing to say
    if (failures.length > 0) throw new Error(`${file}: ${failures.splice(0).join('; ')}`)
    return found.map(({ message, range }) => `${file}:${range.start.line + 1}: ${message}`)
  }
}

/** The service as one file: its modules import JSON in a way that Node refuses. */
async function bundled(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'language-service-'))
  const outfile = join(folder, 'service.cjs')
  try {
    await build({
      stdin: {
        contents: `export { validate, registerLogger } from '@actions/languageservice'
          export { clearCache } from '@actions/languageservice/utils/workflow-cache'
          export { TextDocument } from 'vscode-languageserver-textdocument'`,
        resolveDir: root,
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      logLevel: 'error',
    })
    return (await import(pathToFileURL(outfile).href)) as Service
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
