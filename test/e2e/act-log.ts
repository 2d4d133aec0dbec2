/** One line of `act --json`, as far as it is read here. */
export interface ActLine {
  readonly msg: string
  readonly level?: string
  readonly jobID?: string
  readonly jobResult?: string
  /** values of a matrix job */
  readonly matrix?: Readonly<Record<string, unknown>>
  /** text that the step itself wrote */
  readonly raw_output?: boolean
  readonly stage?: string
  readonly step?: string
  /** ids of the steps from the workflow's own inwards */
  readonly stepID?: readonly string[]
  readonly stepResult?: string
  /** nanoseconds */
  readonly executionTime?: number
  readonly command?: string
  readonly name?: string
  readonly arg?: string
}

export interface ActStep {
  readonly job: string
  /** `gate`, and `gate/work` for a step of its composite; a step without an id has its index */
  readonly id: string
  readonly name: string
  readonly result: string
  readonly seconds: number
}

/** What came of one run of act. */
export interface ActRun {
  readonly exitCode: number
  /** result by job key; a job that did not run has none */
  readonly jobs: Readonly<Record<string, string>>
  readonly steps: readonly ActStep[]
  /** values by `<job>/<step id>/<name>` */
  readonly outputs: Readonly<Record<string, string>>
  /** what the steps wrote, and act about them */
  readonly log: string
}

/** @returns undefined for what is not JSON: act's last words on standard error */
export function parseLine(text: string): ActLine | undefined {
  try {
    return JSON.parse(text) as ActLine
  } catch {
    return undefined
  }
}

export function summarise(exitCode: number, texts: readonly string[]): ActRun {
  const lines = texts.map((text) => parseLine(text) ?? { msg: `${text}\n` })
  const idOf = ({ stepID = [] }: ActLine) => stepID.join('/')
  return {
    exitCode,
    jobs: Object.fromEntries(
      lines.filter((line) => line.jobResult).map(({ jobID = '', jobResult = '' }) => [jobID, jobResult]),
    ),
    steps: lines
      .filter(({ stage, executionTime }) => stage === 'Main' && executionTime !== undefined)
      .map((line) => ({
        job: line.jobID ?? '',
        id: idOf(line),
        name: line.step ?? '',
        result: line.stepResult ?? '',
        seconds: (line.executionTime ?? 0) / 1e9,
      })),
    outputs: Object.fromEntries(
      lines
        .filter(({ command }) => command === 'set-output')
        .map((line) => [`${line.jobID}/${idOf(line)}/${line.name}`, line.arg ?? '']),
    ),
    log: lines
      // act's own echo of what steps told it
      .filter((line) => line.raw_output || !/^ *(⚙|❓) |^LocalRepositoryCache /u.test(line.msg))
      .map((line) => (line.raw_output ? line.msg : `${line.msg.trimEnd()}\n`))
      .join(''),
  }
}
