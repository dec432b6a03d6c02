/** Making a folder with all above it. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from './readFile.ts'

/** One at a time: Node's own `recursive` never returns where a file system refuses a folder as /proc does. Throws a system error. */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been quicker.
    if (isFolder(path)) return
    // The folder above is there by now: a file in the way, or a refusal that calls itself a missing file.
    const code = errorCode(error) === 'EEXIST' ? 'ENOTDIR' : errorCode(error) === 'ENOENT' ? 'EACCES' : errorCode(error)
    throw Object.assign(new Error(`${code}: mkdir ${path}`, { cause: error }), { code, path, syscall: 'mkdir' })
  }
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()
