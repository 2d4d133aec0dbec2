import type { PlannedModel } from './plan.ts'

/** GitHub starts at most this many jobs of one matrix. */
export const mostJobs = 256

/**
 * Models that need work as a matrix for `fromJSON`. Its values are the model and its configuration alone: they name the
 * job's artifacts, which a baseline is found by, so a reason that differs from run to run must not be among them.
 */
export const matrixOf = (models: readonly PlannedModel[]) => ({
  include: models
    .filter(({ needed }) => needed)
    .slice(0, mostJobs)
    .map(({ name, config }) => ({ name, config })),
})
