import type { Config } from '../../config/schema.ts'
import { AssayError } from '../../errors.ts'
import type { Comparison } from '../../record/comparison.ts'
import { withoutEnd } from '../../report/also-wrong.ts'
import type { Ports } from '../../stage/stage.ts'
import { missed } from './missed.ts'
import { waiversOfReviews } from './review-waivers.ts'
import { reviewedChange } from './reviewed-change.ts'
import type { FoundWaivers } from './waiver.ts'

/**
 * Every waiver that may be about these comparisons: those of the configuration, and, where something is blocked that a
 * waiver could let pass, those of the pull request's reviews. Reviews that cannot be read waive nothing.
 */
export async function findWaivers(
  { waivers }: Pick<Config, 'waivers'>,
  comparisons: readonly Comparison[],
  ports: Pick<Ports, 'runner' | 'forge'>,
): Promise<FoundWaivers> {
  const stated = waivers.map((terms) => ({ terms, source: { source: 'policy' as const } }))
  const asks = comparisons.some((comparison) => missed(comparison) !== undefined)
  const reviewed = asks ? await ofReviews(ports) : { stated: [], refused: [] }
  return { stated: [...stated, ...reviewed.stated], refused: reviewed.refused }
}

async function ofReviews({ runner, forge }: Pick<Ports, 'runner' | 'forge'>): Promise<FoundWaivers> {
  if (!forge || runner.kind !== 'github') return { stated: [], refused: [] }
  try {
    const change = await reviewedChange(runner, forge.pulls)
    if (!change) return { stated: [], refused: [] }
    return await waiversOfReviews(await forge.pulls.reviews(change.number), change, forge.collaborators)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    runner.log.warning(
      `The reviews of this change cannot be read, so that none of them waives anything: ${withoutEnd(error.message)}. ${error.hint}`,
    )
    return { stated: [], refused: [] }
  }
}
