import { createHmac, timingSafeEqual } from 'node:crypto'

/** Who calls the results service: a job of a run, and what it may do with caches. */
export interface Runtime {
  /** run and job ids as the token names them */
  readonly run: number
  readonly job: string
  readonly caches: CacheRights
}

/** Refs whose caches a job reads and the one it writes to; `undefined` for neither. */
export interface CacheRights {
  readonly read: readonly string[]
  readonly write?: string
}

const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64url')
const mac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64url')

/**
 * The runner's token: a JWT whose scope `Actions.Results:<run>:<job>` the artifact client reads, and whose claim
 * `ac` names the cache scopes (1 reads, 3 reads and writes).
 */
export function runtimeToken(key: string, { run, job, caches }: Runtime): string {
  const scopes = [...new Set([...caches.read, ...(caches.write === undefined ? [] : [caches.write])])]
  const ac = scopes.map((scope) => ({ Scope: scope, Permission: scope === caches.write ? 3 : 1 }))
  const claims = { scp: `Actions.Results:${run}:${job}`, ac: JSON.stringify(ac) }
  const text = `${base64(JSON.stringify({ typ: 'JWT', alg: 'HS256' }))}.${base64(JSON.stringify(claims))}`
  return `${text}.${mac(key, text)}`
}

/** @returns undefined for a token that this server did not sign */
export function readRuntimeToken(key: string, token: string): Runtime | undefined {
  const [head = '', body = '', signature = ''] = token.split('.')
  const right = Buffer.from(mac(key, `${head}.${body}`))
  const given = Buffer.from(signature)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  const { scp, ac } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as {
    scp: string
    ac: string
  }
  const [, run, job = ''] = /^Actions\.Results:(\d+):(.+)$/.exec(scp) ?? []
  const scopes = JSON.parse(ac) as { Scope: string; Permission: number }[]
  const write = scopes.find(({ Permission }) => Permission === 3)?.Scope
  const read = scopes.map(({ Scope }) => Scope)
  return { run: Number(run), job, caches: { read, ...(write === undefined ? {} : { write }) } }
}
