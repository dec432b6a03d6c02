/** Reading files of data, gunzipped where they are gzip, with failures written for the person whose files they are. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { DataError } from '../data/error.ts'

/** Data that unzip to more are refused: everything is held in memory. */
const LARGEST = 4 * 2 ** 30

/** A file's bytes; gzip is recognised by its content, not its name. `name` is how messages call it. */
export function readBytes(path: string, name: string): Uint8Array {
  const raw = readRaw(path, name)
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return raw
  try {
    return gunzipSync(raw, { maxOutputLength: LARGEST })
  } catch (error) {
    const code = errorCode(error)
    const cut = code === 'Z_BUF_ERROR'
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new DataError(`${name} is too large to hold in memory when unzipped`, { file: name })
    throw new DataError(
      cut ? `${name} is cut short: its gzip stream ends in the middle` : `${name} is damaged: its gzip stream cannot be read (${code})`,
      {
        file: name,
        hint: `it has ${raw.length.toLocaleString('en-US')} bytes; copy or download it again`,
      },
    )
  }
}

/** A file's bytes as they are. */
export function readRaw(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw unreadable(error, name)
  }
}

/** A failed system call on a file or folder, in words. */
export function unreadable(error: unknown, name: string): DataError {
  const code = errorCode(error)
  const reason =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EACCES' || code === 'EPERM'
        ? 'it may not be read (permissions)'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'ERR_FS_FILE_TOO_LARGE'
            ? 'it is too large to hold in memory'
            : error instanceof Error
              ? error.message
              : String(error)
  return new DataError(`cannot read ${name}: ${reason}`, { file: name })
}

export const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
