import type { ContractContext } from '../../../src/contract/formats/context.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { AssayError } from '../../../src/errors.ts'

export const file = 'penguins.odcs.yaml'

export const head = 'version: 1.0.0\napiVersion: v3.1.0\nkind: DataContract\nid: p\nstatus: active\n'

/** A contract of one object with these properties and rules, each a line of YAML. */
export const yaml = (properties: readonly string[], quality: readonly string[] = []) =>
  [
    `${head}schema:`,
    '  - name: penguins',
    ...(quality.length > 0 ? ['    quality:', ...quality.map((rule) => `      - ${rule}`)] : []),
    '    properties:',
    ...properties.map((property) => `      - ${property}`),
    '',
  ].join('\n')

export const load = (text: string, context: ContractContext = {}) => loadContract(text, file, context)

export const field = (property: string) => load(yaml([property])).contract.fields[0]

export const constraints = (property: string) => field(property)?.constraints

export function refusal(text: string, context: ContractContext = {}): string {
  try {
    load(text, context)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { place } = error
    return `${error.code} ${place.line}:${place.column} ${error.message} | ${error.hint}`
  }
  throw new Error('nothing was refused')
}
