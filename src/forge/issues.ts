export interface Issue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
  readonly url: string
  readonly author: string
}

export interface Issues {
  /** issues (never pull requests) that carry all of these labels, all pages, oldest first */
  labelled(labels: readonly string[], state: 'open' | 'all'): Promise<readonly Issue[]>
  create(issue: { title: string; body: string; labels: readonly string[] }): Promise<Issue>
  update(number: number, change: { title?: string; body?: string; state?: 'open' | 'closed' }): Promise<Issue>
  comment(number: number, body: string): Promise<void>
}
