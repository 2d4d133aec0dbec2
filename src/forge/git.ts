export interface Ref {
  /** with `refs/` */
  readonly ref: string
  readonly sha: string
  readonly type: 'commit' | 'tag'
}

export interface GitObjects {
  /** refs whose name starts with this, e.g. `tags/penguins@` */
  refs(prefix: string): Promise<readonly Ref[]>
  tag(sha: string): Promise<{ name: string; message: string; target: string; taggedAt: Date; tagger: string }>
  commit(sha: string): Promise<{ sha: string; tree: string; parents: readonly string[] }>
  createTree(base: string, files: readonly { path: string; text: string }[]): Promise<string>
  createCommit(commit: { message: string; tree: string; parents: readonly string[] }): Promise<string>
  /** an annotated tag object; no ref yet */
  createTag(tag: { name: string; message: string; target: string; now: Date }): Promise<string>
  /** create-only. False when a ref of that name exists */
  createRef(ref: string, sha: string): Promise<boolean>
  /** how `head` stands to `base` */
  compare(
    base: string,
    head: string,
  ): Promise<{
    status: 'ahead' | 'behind' | 'identical' | 'diverged'
    mergeBase: string
    aheadBy: number
    behindBy: number
  }>
  /** the commit and its first-parent ancestors, newest first, at most `limit` */
  firstParents(sha: string, limit: number): Promise<readonly string[]>
  /** head commit of a branch */
  branchHead(branch: string): Promise<string | undefined>
}
