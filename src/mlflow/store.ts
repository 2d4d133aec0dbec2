/** A run as MLflow lists it. */
export interface TrackedRun {
  readonly id: string
  readonly experiment: string
  /** milliseconds since the epoch */
  readonly started: number
  readonly tags: Readonly<Record<string, string>>
}

/** A value of a metric, in the order in which they were logged. */
export type Logged = readonly [step: number, value: number]

export interface RunContent {
  readonly params: Readonly<Record<string, string>>
  /** at least one value each; a value may be NaN or infinite */
  readonly metrics: Readonly<Record<string, readonly Logged[]>>
}

/** Where MLflow keeps runs: a folder, a database, a server. */
export interface TrackingStore {
  /** for people and records, without credentials */
  readonly uri: string
  /** runs that are not deleted and began at this time or later, in milliseconds since the epoch */
  runsSince(time: number): Promise<readonly TrackedRun[]>
  read(run: TrackedRun): Promise<RunContent>
  /** @throws where there is no such run, or none as a store answers */
  tagsOf(run: Pick<TrackedRun, 'id'>): Promise<Readonly<Record<string, string>>>
  tag(run: Pick<TrackedRun, 'id'>, tags: Readonly<Record<string, string>>): Promise<void>
}

/** Metrics, and values of one, that are read of a run; more than anybody compares. */
export const mostMetrics = 200
export const mostValues = 100_000

/** A run's id goes into paths and addresses. */
export const isRunId = (text: string) => /^[A-Za-z0-9_-]{1,64}$/.test(text)
