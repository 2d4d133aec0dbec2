import type { Web } from '../tables/remote/fetch-file.ts'
import type { Workbench } from './workbench.ts'

/** What a task fetches tables with; credentials are those of its own environment. */
export const webOf = ({ web, environment, scratch }: Workbench): Web | undefined =>
  web && { ...web, environment, scratch }
