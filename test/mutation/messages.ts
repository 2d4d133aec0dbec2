import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** What is asked here of a place in a syntax tree of Babel's. */
interface At {
  readonly node: { readonly type: string; readonly callee?: { readonly name?: string } }
  readonly parentPath: At | null
}

const makesError =
  /^(configurationError|inputError|outsideError|AssayError|RangeError|Error|undefinedBecause)$/

/** Leaves the words of errors alone: they decide nothing, and an error without a hint does not compile. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'messages', {
    shouldIgnore(path) {
      const { node } = path as unknown as At
      if (!/^(StringLiteral|TemplateLiteral|ObjectExpression)$/.test(node.type)) return undefined
      return isInError(path as unknown as At) ? 'the words of an error' : undefined
    },
  }),
]

function isInError({ node, parentPath }: At): boolean {
  return makesError.test(node.callee?.name ?? '') || (parentPath !== null && isInError(parentPath))
}
