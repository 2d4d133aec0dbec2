import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take more than half a minute, the slowest first: one that began last would be waited for alone. */
const slowest = [
  'e2e/examples',
  'e2e/training',
  'evaluate-gate/rerun/rerun',
  'data-validate/memory',
  'cli/laptop',
  'data-versions/data-validate',
  'contract/infer/infer',
  'examples/model',
  'cli/demo',
  'bad-input/full-disk',
  'evaluate-gate/held-tables',
  'data-versions/other-stages',
  'train/mlflow',
  'cli/invalid-data',
  'e2e/forks',
  'deploy-model/restore',
  'deploy-model/deploy',
  'oracles/fixtures-current',
].map((name) => `/test/${name}.test.ts`)

/** The order of files: the slowest, and then as vitest would have it, by what it knows of the last run or by size. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = slowest.findIndex((name) => moduleId.endsWith(name))
      return found < 0 ? slowest.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
