import { createRequire } from 'node:module'

/** Version of the suite, put in by the build; from sources it is package.json's. */
declare const MODELASSAY_VERSION: string | undefined

export const suiteVersion: string =
  typeof MODELASSAY_VERSION === 'string'
    ? MODELASSAY_VERSION
    : (createRequire(import.meta.url)('../package.json') as { version: string }).version
