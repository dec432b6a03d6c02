import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileError } from '../../../runtime/checkpoint/error.ts'
import { loadTensors, previousOf, saveTensors, writeAtomic, type AtomicOptions } from '../../../runtime/node/atomic.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genc-atomic-'))
  path = join(folder, 'last.safetensors')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = (file: string): string => readFileSync(file, 'utf8')
const failure = (action: () => void): FileError => {
  try {
    action()
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
  throw new Error('expected a FileError')
}

test('writes, replaces, leaves nothing beside', () => {
  writeAtomic(path, 'one')
  writeAtomic(path, 'two')
  expect(text(path)).toBe('two')
  expect(readdirSync(folder)).toEqual(['last.safetensors'])
})

test('keeps the previous', () => {
  for (const content of ['one', 'two', 'three']) writeAtomic(path, content, { keepPrevious: true })
  expect(text(path)).toBe('three')
  expect(text(previousOf(path))).toBe('two')
  expect(readdirSync(folder).sort()).toEqual(['last.safetensors', 'last.safetensors.previous'])
})

describe('a full disk', () => {
  /** A disk with room for so many bytes: a short write at the end, then ENOSPC. */
  const disk =
    (room: number): NonNullable<AtomicOptions['write']> =>
    (fd, bytes, offset, length) => {
      const fits = Math.min(length, room)
      if (fits === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
      room -= fits
      return writeSync(fd, bytes, offset, fits)
    }

  test('is a FileError that says so; the old file and the previous one stay as they were', () => {
    writeAtomic(path, 'one')
    writeAtomic(path, 'two', { keepPrevious: true })
    const error = failure(() => writeAtomic(path, new Uint8Array(3 * 2 ** 20), { keepPrevious: true, write: disk(2 ** 20) }))
    expect(error.message).toBe(`cannot write ${path}: the disk is full (3.0 MB needed)`)
    expect(error).toMatchObject({ file: path, code: 'ENOSPC', hint: 'free some space; the file saved before is untouched' })
    expect(text(path)).toBe('two')
    expect(text(previousOf(path))).toBe('one')
    expect(readdirSync(folder).sort()).toEqual(['last.safetensors', 'last.safetensors.previous'])
  })

  test('short writes are gone on with', () => {
    writeAtomic(path, 'a long sentence', { write: (fd, bytes, offset, length) => writeSync(fd, bytes, offset, Math.min(length, 2)) })
    expect(text(path)).toBe('a long sentence')
  })
})

test('a folder that does not exist, or is a file', () => {
  expect(failure(() => writeAtomic(join(folder, 'no', 'x'), 'a')).message).toContain('its folder does not exist')
  writeFileSync(join(folder, 'file'), '')
  expect(failure(() => writeAtomic(join(folder, 'file', 'x'), 'a')).message).toContain('its folder does not exist')
})

test('tensors: saved, loaded, and a clear word about a damaged or missing file', () => {
  const file = { tensors: { x: { shape: [2], data: Float32Array.of(1, 2) } }, metadata: { step: '7' } }
  saveTensors(path, file)
  expect(loadTensors(path)).toEqual(file)
  saveTensors(path, file)
  expect(existsSync(previousOf(path))).toBe(true)
  writeFileSync(path, readFileSync(path).subarray(0, 70))
  expect(failure(() => void loadTensors(path)).message).toContain(`${path} is not a whole safetensors file`)
  expect(failure(() => void loadTensors(join(folder, 'none'))).message).toContain('there is no such file')
})
