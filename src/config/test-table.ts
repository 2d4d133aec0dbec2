/**
 * The table of the evaluation's own name, or the only test table where there is only one evaluation.
 * @param tests names of the tables of role test
 * @param evaluations names of all evaluations
 */
export function testTableAmong(
  tests: readonly string[],
  evaluations: readonly string[],
  evaluation: string,
): string | undefined {
  const [only, second] = tests
  const alone = evaluations.length === 1 && second === undefined ? only : undefined
  return tests.find((name) => name === evaluation) ?? alone
}
