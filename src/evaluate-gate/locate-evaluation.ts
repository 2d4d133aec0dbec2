import type { Web } from '../tables/fetch-file.ts'
import { locateTable } from '../tables/locate.ts'
import type { EvaluationRequest, LocatedEvaluation, TableRequest } from './request.ts'

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
