import { outsideError } from '../../errors.ts'

type Doing = 'upload' | 'download'

const hints: Readonly<Record<Doing, string>> = {
  upload: 'Run the job again; see https://www.githubstatus.com when it stays.',
  download: 'Run the job again that made the artifact; artifacts expire and can be deleted.',
}

/** Throws what the artifact client rejects with as an error that a person can act on. */
export const explainedArtifactError =
  (doing: Doing, what: string) =>
  (cause: Error): never => {
    throw outsideError(codeOf(doing, cause), `could not ${doing} the artifact ${what}: ${cause.message}`, {
      hint: hintFor(doing, cause),
      cause,
    })
  }

const exists = ({ message }: Error) => /\(409\)|already exists/i.test(message)

function codeOf(doing: Doing, cause: Error): string {
  if (doing === 'upload') return exists(cause) ? 'artifact-exists' : 'artifact-upload'
  return 'artifact-lost'
}

function hintFor(doing: Doing, cause: Error): string {
  if (doing === 'upload' && exists(cause))
    return 'Two jobs or steps of this run work on the same model and stage: give the models names of their own, or run the job again.'
  if (cause.name === 'UsageError')
    return 'Delete artifacts that are no longer needed, or raise the storage limit.'
  if (cause.name === 'GHESNotSupportedError')
    return 'GitHub Enterprise Server has no artifact service of this kind; run the command `modelassay` there instead.'
  if (/ACTIONS_(RUNTIME_TOKEN|RESULTS_URL)/.test(cause.message))
    return 'Use the actions of this suite instead of a `run:` step: GitHub gives a `run:` step no access to artifacts.'
  return hints[doing]
}
