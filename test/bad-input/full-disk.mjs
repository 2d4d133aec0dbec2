// Loaded before the command (`node --import`): below FULL_FOLDER the disk is full after WRITES_LEFT more writes. It is
// full the way a disk is: what fits of a write is there, the rest is refused with ENOSPC. Reading and deleting go on.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { FULL_FOLDER: folder, WRITES_LEFT: left } = process.env
const real = { ...fs.promises }
let writes = 0

const isFull = (path) => typeof path === 'string' && path.startsWith(folder) && ++writes > Number(left)

const refused = (call, path) =>
  Object.assign(new Error(`ENOSPC: no space left on device, ${call} '${path}'`), {
    code: 'ENOSPC',
    errno: -28,
    syscall: call,
    path,
  })

for (const call of ['mkdir', 'mkdtemp', 'rename', 'appendFile'])
  fs.promises[call] = async (...args) => {
    if (isFull(args[0])) throw refused(call, args[0])
    return real[call](...args)
  }

fs.promises.writeFile = async (path, data, options) => {
  if (!isFull(path)) return real.writeFile(path, data, options)
  await real.writeFile(path, String(data).slice(0, 10), options)
  throw refused('write', path)
}

fs.promises.copyFile = async (from, to, mode) => {
  if (!isFull(to)) return real.copyFile(from, to, mode)
  await real.writeFile(to, (await real.readFile(from)).subarray(0, 10))
  throw refused('copyfile', to)
}

syncBuiltinESMExports()
