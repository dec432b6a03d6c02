/** Files of the commands: specs read with limits, results written whole or not at all. */
import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Source } from '../compiler/diagnostics/position.ts'
import { nearest } from '../grammar/nearest.ts'
import { FileError } from '../runtime/checkpoint/error.ts'
import { writeAtomic } from '../runtime/node/atomic.ts'
import { makeFolder } from '../runtime/node/make-folder.ts'
import { systemText } from './errors.ts'
import type { Terminal } from './terminal.ts'

/** The parser refuses specs of more than a million characters, of four bytes at most; there is no point in reading more than shows that they are longer. */
export const mostRead = 4_000_004

export const standardInput = '<stdin>'

/** Reads a spec; `-` is standard input. Throws `FileError`. */
export function readSpec(terminal: Terminal, path: string): Source {
  if (path === '-') return { name: standardInput, text: decode(terminal.input()) }
  return { name: path, text: decode(readStart(resolve(terminal.cwd, path), path)) }
}

/** Bytes that are no UTF-8 become U+FFFD, which the parser reports. */
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, mostRead))

function readStart(file: string, path: string): Uint8Array {
  try {
    if (statSync(file).isDirectory()) throw new FileError(`${path} is a folder; name the specs in it, for example ${join(path, '*.gen')}`, path)
    const handle = openSync(file, 'r')
    try {
      const bytes = Buffer.alloc(Math.min(mostRead, Math.max(65536, statSync(file).size + 1)))
      let length = 0
      for (let n = -1; n !== 0 && length < bytes.length; length += n) n = readSync(handle, bytes, length, bytes.length - length, null)
      return bytes.subarray(0, length)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    if (error instanceof FileError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new FileError(`there is no file ${path}${otherFile(file, path)}`, path)
    throw new FileError(systemText(error as Error) ?? `cannot read ${path}: ${(error as Error).message}`, path)
  }
}

/** `; did you mean specs/vae.gen?` */
function otherFile(file: string, path: string): string {
  try {
    const names = readdirSync(dirname(file)).filter(name => name.endsWith('.gen'))
    const wanted = basename(file)
    const found = names.find(name => name === `${wanted}.gen`) ?? nearest(wanted, names)
    return found === undefined ? '' : `; did you mean ${join(dirname(path), found)}?`
  } catch {
    return ''
  }
}

/** Writes a result wholly or not at all, making its folder. A link keeps pointing to its file. Throws `FileError`. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  try {
    makeFolder(dirname(file))
  } catch (error) {
    throw new FileError(systemText(error as Error) ?? `cannot make the folder ${dirname(file)}: ${(error as Error).message}`, file)
  }
  writeAtomic(existsSync(file) ? realpathSync(file) : file, content)
}
