/** Where the rules come from when a change is judged that could have edited them. */
export interface PolicyBase {
  readonly sha: string
  /** a file of that commit, by path relative to the workspace; undefined when it has none */
  read(path: string): Promise<string | undefined>
  /** files that the judged change edits, relative to the workspace */
  changed(): Promise<readonly string[]>
  /** workflow file of this run, relative to the workspace */
  readonly workflow?: string
}
