import type { Annotation } from '../runner/log.ts'

export interface NewCheck {
  readonly name: string
  readonly headSha: string
  readonly conclusion: 'success' | 'neutral' | 'failure'
  readonly title: string
  /** at most 65,535 bytes */
  readonly summary: string
  readonly annotations: readonly Annotation[]
  readonly detailsUrl?: string
}

export interface Checks {
  /** made only when completed; more than 50 annotations go in further requests */
  create(check: NewCheck): Promise<{ readonly url: string }>
}
