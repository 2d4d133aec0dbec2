import { type AssayError, configurationError, together } from '../errors.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { literal } from '../tables/quote.ts'
import { quoted } from './finding.ts'
import type { LoadedContract } from './load.ts'

/**
 * An expression that the engine cannot compile is the contract's fault, not the data's.
 * @throws AssayError configuration `bad-pattern`
 */
export async function requirePatterns(
  engine: Engine,
  { contract, place, file }: LoadedContract,
): Promise<void> {
  const bad: AssayError[] = []
  for (const [i, { name, constraints }] of contract.fields.entries()) {
    if (constraints.pattern === undefined) continue
    try {
      await engine.rows(`SELECT regexp_full_match('', ${literal(constraints.pattern)}) AS ok`)
    } catch (cause) {
      bad.push(
        configurationError(
          'bad-pattern',
          `${file}: the pattern of ${quoted(name)} is no RE2 expression: ${quoted(constraints.pattern)}.`,
          {
            hint: 'RE2 has no look-ahead, look-behind or back-references; see github.com/google/re2/wiki/Syntax.',
            ...place(['fields', i, 'constraints', 'pattern']),
            cause,
          },
        ),
      )
    }
  }
  if (bad.length > 0) throw together(bad)
}
