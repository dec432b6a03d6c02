/**
 * Writing files so that a crash, a power cut or a full disk never leaves half of one: into a temporary file beside the
 * target, synced, then renamed over it, and the folder synced.
 */
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FileError } from '../checkpoint/error.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../checkpoint/safetensors.ts'
import { errorCode } from './readFile.ts'

export interface AtomicOptions {
  /** Keeps what the file held before as `FILE.previous`. */
  readonly keepPrevious?: boolean
  /** Writes some of `bytes` from `offset` and returns how many; `fs.writeSync` unless a test stands in for the disk. */
  readonly write?: (fd: number, bytes: Uint8Array, offset: number, length: number) => number
}

const CHUNK = 16 * 2 ** 20

/** Replaces `path` by `bytes`, wholly or not at all. Throws a FileError and leaves the old file as it was. */
export function writeAtomic(path: string, bytes: Uint8Array | string, options: AtomicOptions = {}): void {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  const write = options.write ?? writeSync
  // Always the same name, so that what a killed process left is overwritten by the next.
  const temporary = join(dirname(path), `.${basename(path)}.tmp`)
  let fd: number | null = null
  try {
    fd = openSync(temporary, 'w')
    for (let at = 0; at < content.length;) {
      const written = write(fd, content, at, Math.min(CHUNK, content.length - at))
      if (written <= 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' })
      at += written
    }
    fsyncSync(fd)
    closeSync(fd)
    fd = null
    if (options.keepPrevious === true) keepPrevious(path)
    renameSync(temporary, path)
  } catch (error) {
    if (fd !== null) closeQuietly(fd)
    removeQuietly(temporary)
    throw failure(error, path, content.length)
  }
  syncFolder(dirname(path))
}

export const previousOf = (path: string): string => `${path}.previous`

/** Gives the present file a second name; the file itself stays where it is until the new one replaces it. */
function keepPrevious(path: string): void {
  const link = `${previousOf(path)}.tmp`
  rmSync(link, { force: true })
  try {
    linkSync(path, link)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    // A file system without hard links: for a moment only the previous name exists.
    renameSync(path, previousOf(path))
    return
  }
  renameSync(link, previousOf(path))
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd)
  } catch {
    // The write error is the one to report.
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Likewise; `force` ignores a missing file only.
  }
}

/** A rename is on disk only when its folder is. Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  let fd: number
  try {
    fd = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(fd)
  } catch {
    // Some network file systems refuse to sync a folder; the file itself was synced.
  } finally {
    closeQuietly(fd)
  }
}

function failure(error: unknown, path: string, size: number): FileError {
  const code = errorCode(error)
  const needed = size < 2 ** 20 ? `${Math.max(1, Math.round(size / 1024))} kB` : `${(size / 2 ** 20).toFixed(1)} MB`
  const [reason, hint] =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? [`the disk is full (${needed} needed)`, 'free some space; the file saved before is untouched']
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? ['its folder may not be written to', 'choose another folder with -o']
        : code === 'ENOENT' || code === 'ENOTDIR'
          ? ['its folder does not exist', 'create it, or choose another with -o']
          : [error instanceof Error ? error.message : String(error), undefined]
  return new FileError(`cannot write ${path}: ${reason}`, path, { code, ...(hint === undefined ? {} : { hint }) })
}

/** Saves tensors, keeping the file before as `.previous`. Throws a FileError. */
export const saveTensors = (path: string, file: TensorFile, options: AtomicOptions = { keepPrevious: true }): void =>
  writeAtomic(path, encodeSafetensors(file), options)

/** Loads tensors. Throws a FileError naming the file when it is missing, unreadable or damaged. */
export function loadTensors(path: string): TensorFile {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const code = errorCode(error)
    throw new FileError(
      `cannot read ${path}: ${code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error)}`,
      path,
      { code },
    )
  }
  return decodeSafetensors(bytes, path)
}
