import { refuseCommittedLink } from '../../data-versions/committed-link.ts'
import { repositoryTop } from '../../data-versions/repository-top.ts'
import { webOf } from '../../stage/web-of.ts'
import type { Workbench } from '../../stage/workbench.ts'
import { locateTable } from '../../tables/locate.ts'
import type { Web } from '../../tables/remote/fetch-file.ts'
import type { EvaluationRequest, LocatedEvaluation, TableRequest } from '../request.ts'

/**
 * Looks up the files of the tables of an evaluation of a change, and refuses those that its commit only links to: what
 * does not fit in them is shown.
 * @throws AssayError input, as {@link locateEvaluation} and {@link refuseCommittedLink}
 */
export async function locateJudged(request: EvaluationRequest, bench: Workbench): Promise<LocatedEvaluation> {
  const located = await locateEvaluation(request, webOf(bench))
  for (const table of ['truth', 'testTable'] as const) {
    const root = request[table]?.place.root
    if (root === undefined) continue
    const top = (await repositoryTop(root)) ?? root
    for (const file of located[table]?.files ?? [])
      if (file.uri === undefined) await refuseCommittedLink(file, top, bench.environment)
  }
  return located
}

/**
 * Looks up the files of the tables of an evaluation, once: all that reads them later reads the same.
 * @throws AssayError input, as {@link locateTable}
 */
export async function locateEvaluation(
  { truth, testTable, ...request }: EvaluationRequest,
  web: Web | undefined,
): Promise<LocatedEvaluation> {
  return {
    ...request,
    ...(truth && { truth: { ...(await located(truth, web)), column: truth.column, id: truth.id } }),
    ...(testTable && { testTable: await located(testTable, web) }),
  }
}

const located = async ({ place, writtenAs }: TableRequest, web: Web | undefined) => ({
  ...(await locateTable(place, web)),
  ...(writtenAs && { writtenAs }),
})
