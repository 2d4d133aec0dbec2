export interface Comment {
  readonly id: number
  readonly body: string
  readonly url: string
  readonly author: string
  readonly createdAt: Date
}

export interface Comments {
  /** login that this token writes as */
  viewer(): Promise<string>
  /** all pages, oldest first */
  list(issue: number): Promise<readonly Comment[]>
  create(issue: number, body: string): Promise<Comment>
  update(id: number, body: string): Promise<Comment>
  delete(id: number): Promise<void>
}
