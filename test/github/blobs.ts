import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Answer } from './answer.ts'

/** The storage behind artifacts and caches, as much of Azure's block blobs as the runner's clients use. */
export interface BlobStore {
  /** @returns the name of a new, empty blob */
  open(contentType: string, fileName: string): string
  /** @returns the name of a blob that has these bytes */
  keep(bytes: Buffer, contentType: string, fileName: string): string
  /** undefined until the upload is complete */
  bytes(name: string): Buffer | undefined
  replace(name: string, bytes: Buffer): void
  uploadUrl(name: string): string
  downloadUrl(name: string): string
  answer(request: BlobRequest): Answer
}

export interface BlobRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

interface Blob {
  readonly contentType: string
  readonly fileName: string
  readonly blocks: Map<string, Buffer>
  bytes?: Buffer
}

export const blobPath = '/blobs/container/'

const azureError = (status: number, code: string): Answer => ({
  status,
  bytes: Buffer.from(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`),
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
})

/** @param key signs the addresses, so that only those that were handed out work */
export function openBlobStore(serverUrl: string, key: string, now: () => Date): BlobStore {
  const blobs = new Map<string, Blob>()
  const sign = (name: string, use: string) => createHmac('sha256', key).update(`${use}:${name}`).digest('hex')
  const signed = (name: string, use: 'r' | 'w') =>
    `${serverUrl}${blobPath}${name}?sp=${use}&sig=${sign(name, use)}`
  const open: BlobStore['open'] = (contentType, fileName) => {
    const name = `blob-${blobs.size + 1}`
    blobs.set(name, { contentType, fileName, blocks: new Map() })
    return name
  }

  function allowed(url: URL, name: string, use: string): boolean {
    const given = Buffer.from(url.searchParams.get('sig') ?? '')
    const right = Buffer.from(sign(name, use))
    return (
      url.searchParams.get('sp') === use && given.length === right.length && timingSafeEqual(given, right)
    )
  }

  const stamp = () => ({
    etag: `"0x8D${blobs.size}"`,
    'last-modified': now().toUTCString(),
    'x-ms-version': '2025-05-05',
  })

  /** Put Block, Put Block List or Put Blob, told apart by the query. */
  function put(blob: Blob, { url, headers, bytes }: BlobRequest): Answer {
    const part = url.searchParams.get('comp')
    if (part === 'block') {
      blob.blocks.set(url.searchParams.get('blockid') ?? '', bytes)
    } else if (part === 'blocklist') {
      const ids = [...bytes.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)]
      const parts = ids.map(([, id = '']) => blob.blocks.get(id))
      if (parts.includes(undefined)) return azureError(400, 'InvalidBlockList')
      blob.bytes = Buffer.concat(parts as Buffer[])
    } else if (headers['x-ms-blob-type'] === 'BlockBlob') {
      blob.bytes = bytes
    } else return azureError(400, 'InvalidQueryParameterValue')
    return { status: 201, headers: { ...stamp(), 'x-ms-request-server-encrypted': 'true' } }
  }

  function get(blob: Blob, { method, headers }: BlobRequest): Answer {
    if (!blob.bytes) return azureError(404, 'BlobNotFound')
    const common = {
      ...stamp(),
      'accept-ranges': 'bytes',
      'content-type': blob.contentType,
      'content-disposition': `attachment; filename="${blob.fileName.replaceAll('"', '')}"; filename*=UTF-8''${encodeURIComponent(blob.fileName)}`,
      'x-ms-blob-type': 'BlockBlob',
    }
    if (method === 'HEAD')
      return { status: 200, headers: { ...common, 'content-length': String(blob.bytes.length) } }
    const range = /^bytes=(\d+)-(\d*)$/.exec(String(headers['x-ms-range'] ?? headers.range ?? ''))
    if (!range) return { status: 200, bytes: blob.bytes, headers: common }
    const from = Number(range[1])
    const to = Math.min(range[2] ? Number(range[2]) : Number.POSITIVE_INFINITY, blob.bytes.length - 1)
    if (from > to) return azureError(416, 'InvalidRange')
    const contentRange = `bytes ${from}-${to}/${blob.bytes.length}`
    return {
      status: 206,
      bytes: blob.bytes.subarray(from, to + 1),
      headers: { ...common, 'content-range': contentRange },
    }
  }

  return {
    open,
    keep: (bytes, contentType, fileName) => {
      const name = open(contentType, fileName)
      blobs.get(name)!.bytes = bytes
      return name
    },
    bytes: (name) => blobs.get(name)?.bytes,
    replace: (name, bytes) => {
      const blob = blobs.get(name)
      if (blob) blob.bytes = bytes
    },
    uploadUrl: (name) => signed(name, 'w'),
    downloadUrl: (name) => signed(name, 'r'),
    answer: (request) => {
      const name = request.url.pathname.slice(blobPath.length)
      const blob = blobs.get(name)
      if (!blob) return azureError(404, 'ResourceNotFound')
      const writes = request.method === 'PUT'
      if (!allowed(request.url, name, writes ? 'w' : 'r')) return azureError(403, 'AuthenticationFailed')
      return writes ? put(blob, request) : get(blob, request)
    },
  }
}
