/** Small files of every format, made in memory, and the fields that tests declare over them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { DataError } from '../../../runtime/data/error.ts'
import type { FieldSpec } from '../../../runtime/data/field.ts'

export const field = (name: string, kind: FieldSpec['kind'], shape: readonly number[], more: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  kind,
  shape,
  range: null,
  classes: null,
  resize: null,
  evaluationOnly: false,
  ...more,
})

export const image28 = field('x', 'image', [28, 28, 1], { range: [0, 1] })
export const label10 = field('y', 'label', [], { classes: 10 })

/** A folder that is removed when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genc-data-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** IDX bytes; type 8 is uint8, 0x0d float32. */
export function idx(sizes: readonly number[], values: readonly number[], type = 8): Uint8Array {
  const width = type === 8 ? 1 : 4
  const out = new Uint8Array(4 + 4 * sizes.length + width * values.length)
  const view = new DataView(out.buffer)
  out.set([0, 0, type, sizes.length])
  sizes.forEach((size, i) => view.setUint32(4 + 4 * i, size))
  const start = 4 + 4 * sizes.length
  values.forEach((value, i) => (type === 8 ? view.setUint8(start + i, value) : view.setFloat32(start + 4 * i, value)))
  return out
}

/** A version 1 `.npy` file around raw little-endian bytes. */
export function npy(descr: string, shape: readonly number[], raw: Uint8Array, fortran = false): Uint8Array {
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${list}), }`
  const padded = `${text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11)}\n`
  const out = new Uint8Array(10 + padded.length + raw.length)
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8])
  out.set(new TextEncoder().encode(padded), 10)
  out.set(raw, 10 + padded.length)
  return out
}

export const bytesOf = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** What a call throws, which must be a DataError. */
export function dataError(action: () => unknown): DataError {
  try {
    action()
  } catch (error) {
    if (error instanceof DataError) return error
    throw error
  }
  throw new Error('expected a DataError, but nothing was thrown')
}

/** A folder of real data beside the project, or null (and a printed line) where there is none. */
export function sharedData(name: string): string | null {
  const path = resolve(import.meta.dirname, '../../../../shared/data', name)
  if (existsSync(path)) return path
  console.log(`no ${name} files at ${path}: tests on them are left out`)
  return null
}
