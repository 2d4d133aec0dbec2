// Prints the digest of a model folder: a process of its own, to be timed beside sha256sum.
import { modelDigest } from '../src/models/digest.ts'

const { digest } = await modelDigest(process.argv[2] ?? '.')
process.stdout.write(`${digest}\n`)
