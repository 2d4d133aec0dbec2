import { spawn } from 'node:child_process'
import { outsideError } from '../../errors.ts'

const isWindows = process.platform === 'win32'
const tailLength = 2_000

/** Two quick retries instead of npm's slow ones: without a network the answer should not take minutes. */
const options = [
  '--omit=dev',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=3000',
]

const remedies = [
  [/ENOSPC/, 'disk-full', 'the disk is full', 'Free about 100 MB there and run again.'],
  [
    /EACCES|EPERM|EROFS/,
    'engine-not-writable',
    'npm may not write there or into its own cache',
    'Make both folders writable for this user, or name a ready engine in MODELASSAY_ENGINE.',
  ],
  [
    /EINTEGRITY/,
    'engine-checksum',
    'what npm fetched is not what the lock file pins',
    'Find out which registry or proxy answers npm here; nothing was installed.',
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF)|CERT_HAS_EXPIRED/,
    'npm-certificate',
    'npm does not trust the certificate of its registry, or of a proxy on the way',
    'Name the file of its authority in NODE_EXTRA_CA_CERTS, or a ready engine in MODELASSAY_ENGINE.',
  ],
  [
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network/i,
    'no-network',
    'npm cannot reach its registry',
    'Give this machine access to its npm registry, or name a ready engine in MODELASSAY_ENGINE.',
  ],
  [
    /E40[134]|ETARGET/,
    'engine-not-in-registry',
    "npm's registry does not hand it out",
    'Let the registry mirror @duckdb/node-api, or name a ready engine in MODELASSAY_ENGINE.',
  ],
] as const

/**
 * Runs `npm ci` for the package.json and package-lock.json of a folder, without scripts.
 * @param npm the command; npm is found on PATH
 * @throws AssayError outside: `npm-missing`, `no-network`, `disk-full`, `engine-not-writable`, `engine-checksum`,
 * `npm-certificate`, `engine-not-in-registry`, `engine-install`
 */
export async function npmCi(folder: string, npm = isWindows ? 'npm.cmd' : 'npm'): Promise<void> {
  const { code, tail } = await run(npm, ['ci', ...options], folder)
  if (code === 0) return
  const [, id, cause, hint] = remedies.find(([pattern]) => pattern.test(tail)) ?? [
    undefined,
    'engine-install',
    `npm ended with exit code ${code}: ${lastLines(tail)}`,
    'Run `npm ci` in a copy of dist/engine to see why, or name a ready engine in MODELASSAY_ENGINE.',
  ]
  throw outsideError(id, `The data engine (DuckDB) could not be installed into ${folder}: ${cause}.`, {
    hint,
    cause: tail,
  })
}

function run(command: string, args: readonly string[], cwd: string): Promise<{ code: number; tail: string }> {
  return new Promise((resolve, reject) => {
    // Windows runs .cmd files only through its shell; every argument is a constant of this file.
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: isWindows })
    let tail = ''
    const keep = (chunk: Buffer) => {
      tail = (tail + chunk.toString('utf8')).slice(-tailLength)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (cause) =>
      reject(
        outsideError(
          'npm-missing',
          'The data engine (DuckDB) is not installed yet, and npm cannot be run to install it.',
          {
            hint: 'Install npm (it comes with Node.js), or name a ready engine in MODELASSAY_ENGINE.',
            cause,
          },
        ),
      ),
    )
    child.on('close', (code) => resolve({ code: code ?? -1, tail }))
  })
}

const lastLines = (text: string) => text.trim().split('\n').slice(-3).join(' / ')
