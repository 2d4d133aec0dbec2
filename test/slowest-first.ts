import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take more than half a minute, the slowest first: one that began last would be waited for alone. */
const slowest = [
  'e2e/examples',
  'deploy-model/restore',
  'evaluate-gate/rerun/rerun',
  'data-versions/data-validate',
  'e2e/training',
  'data-validate/memory',
  'train/reuse',
  'cli/laptop',
  'data-versions/other-stages',
  'bad-input/full-disk',
  'examples/model',
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
