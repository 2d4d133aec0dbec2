export interface Contents {
  /** bytes of a file at a commit; undefined when there is none */
  file(path: string, sha: string): Promise<Buffer | undefined>
  /** paths that differ between two commits */
  changedFiles(baseSha: string, headSha: string): Promise<readonly string[]>
}
