import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ActionsMetadataProvider, ValidationConfig } from '@actions/languageservice'
import { build } from 'esbuild'
import { parse } from 'yaml'
import { root } from './files.ts'
import { otherActions } from './other-actions.ts'

interface Finding {
  readonly message: string
  readonly range: { readonly start: { readonly line: number } }
}

interface Service {
  validate(document: unknown, config: ValidationConfig): Promise<Finding[]>
  TextDocument: { create(uri: string, language: string, version: number, text: string): unknown }
}

/**
 * GitHub's own language service, which its editors run. Its modules import JSON in a way that Node refuses, so it is
 * bundled first.
 */
export async function languageService(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'language-service-'))
  const outfile = join(folder, 'service.mjs')
  try {
    await build({
      stdin: {
        contents: `export { validate } from '@actions/languageservice'
          export { TextDocument } from 'vscode-languageserver-textdocument'`,
        resolveDir: root,
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    })
    return (await import(pathToFileURL(outfile).href)) as Service
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The actions that workflows name, so that a misspelt input is a finding: this repository's from their own files. */
const knownActions: ActionsMetadataProvider = {
  async fetchActionMetadata({ owner, name, path }) {
    const inputs = otherActions[`${owner}/${name}`]
    if (inputs) {
      const described = inputs.map((input) => [input, { description: '' }])
      return { name, description: '', inputs: Object.fromEntries(described) }
    }
    const file = join(root, path ?? '', 'action.yml')
    return `${owner}/${name}` === 'modelassay/modelassay' && existsSync(file)
      ? parse(readFileSync(file, 'utf8'))
      : undefined
  },
}

/**
 * What the service says about a workflow or an action, one line a finding, as `file:line: message`.
 * @param text in place of what the file holds
 */
export async function findings(
  service: Service,
  file: string,
  text: string = readFileSync(join(root, file), 'utf8'),
): Promise<string[]> {
  const document = service.TextDocument.create(pathToFileURL(join(root, file)).href, 'yaml', 1, text)
  const found = await service.validate(document, { actionsMetadataProvider: knownActions })
  return found.map(({ message, range }) => `${file}:${range.start.line + 1}: ${message}`)
}
