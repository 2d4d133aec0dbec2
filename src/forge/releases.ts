export interface ReleaseAsset {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly digest?: string
}

export interface Release {
  readonly id: number
  readonly tag: string
  readonly name: string
  readonly draft: boolean
  readonly url: string
  readonly uploadUrl: string
  readonly assets: readonly ReleaseAsset[]
}

export interface Releases {
  /** all pages, drafts included: a draft cannot be found by tag */
  list(): Promise<readonly Release[]>
  byTag(tag: string): Promise<Release | undefined>
  createDraft(release: { tag: string; name: string; body: string }): Promise<Release>
  /** streamed from the file; the asset as the server stored it, name and digest read back */
  upload(release: Release, name: string, file: string): Promise<ReleaseAsset>
  deleteAsset(id: number): Promise<void>
  publish(id: number): Promise<Release>
  /** deletes a release that was never published; no error when it is gone already */
  deleteDraft(id: number): Promise<void>
  /** streamed into the file */
  download(asset: ReleaseAsset, into: string): Promise<void>
}
