import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { parseNpy } from '../../../runtime/data/npy.ts'
import { parseNpz } from '../../../runtime/data/npz.ts'
import type { Column } from '../../../runtime/data/table.ts'
import { bytesOf, dataError, npy } from './samples.ts'

const rowOf = (column: Column, row: number): number[] => {
  const out = new Float32Array(column.shape.reduce((product, size) => product * size, 1))
  column.read(row, out, 0)
  return [...out]
}

test('the usual types', () => {
  expect(rowOf(parseNpy(npy('<f4', [2, 2], bytesOf(Float32Array.of(1, 2, 3.5, -4))), 'f'), 1)).toEqual([3.5, -4])
  expect(rowOf(parseNpy(npy('<f8', [1, 2], bytesOf(Float64Array.of(0.25, 1e10))), 'f'), 0)).toEqual([0.25, 1e10])
  expect(parseNpy(npy('|u1', [1, 2, 2], Uint8Array.of(0, 1, 2, 255)), 'f')).toMatchObject({ kind: 'bytes', shape: [2, 2], rows: 1 })
  const labels = parseNpy(npy('<i8', [2], bytesOf(BigInt64Array.of(3n, -1n))), 'f')
  expect(labels).toMatchObject({ kind: 'label', shape: [] })
  expect([rowOf(labels, 0), rowOf(labels, 1)]).toEqual([[3], [-1]])
  expect(rowOf(parseNpy(npy('>i2', [1, 2], Uint8Array.of(1, 0, 0, 2)), 'f'), 0)).toEqual([256, 2])
  expect(rowOf(parseNpy(npy('<f2', [1, 3], Uint8Array.of(0, 0x3c, 0, 0xc0, 1, 0)), 'f'), 0)).toEqual([1, -2, 2 ** -24])
})

test.each([
  [new Uint8Array(0), 'f.npy is empty'],
  [new TextEncoder().encode('not a numpy file'), 'f.npy is not a NumPy file'],
  [npy('|O', [2], new Uint8Array(16)), 'f.npy holds numbers of type |O, which are not read'],
  [npy('<f4', [2, 2], new Uint8Array(16), true), 'f.npy is stored column by column (Fortran order)'],
  [npy('<f4', [4, 2], new Uint8Array(16)), 'f.npy has 144 bytes, but its header says 4×2 numbers of f4, which is 160'],
  [npy('<f4', [], new Uint8Array(4)), 'f.npy is a single number without rows'],
  [npy('<f4', [2], new Uint8Array(8)).subarray(0, 40), 'f.npy ends within its header'],
])('mistakes (%#)', (bytes, message) => {
  expect(dataError(() => parseNpy(bytes, 'f.npy')).message).toBe(message)
})

test('npz: splits by the arrays’ names', () => {
  const pixels = npy('|u1', [2, 1, 1], Uint8Array.of(3, 4))
  const labels = npy('|u1', [2], Uint8Array.of(0, 1))
  const keras = parseNpz(zipSync({ 'x_train.npy': pixels, 'y_train.npy': labels, 'x_test.npy': pixels, 'y_test.npy': labels }), 'mnist.npz')
  expect(Object.keys(keras.train!.fields).sort()).toEqual(['x', 'y'])
  expect(keras.test!.rows).toBe(2)
  const plain = parseNpz(zipSync({ 'x.npy': pixels }), 'a.npz')
  expect(plain.test).toBeNull()
  expect(rowOf(plain.train!.fields['x']!, 1)).toEqual([4])
})

test('npz: mistakes name the array', () => {
  const zip = zipSync({ 'x.npy': npy('<f4', [9, 2], new Uint8Array(16)) })
  expect(dataError(() => parseNpz(zip, 'a.npz')).message).toContain('a.npz:x.npy has 144 bytes')
  expect(dataError(() => parseNpz(zip.subarray(0, 60), 'a.npz')).message).toContain('a.npz is not a whole zip archive')
  expect(dataError(() => parseNpz(zipSync({ 'readme.txt': Uint8Array.of(1) }), 'a.npz')).message).toBe('a.npz holds no arrays')
  const uneven = zipSync({ 'x.npy': npy('|u1', [2, 1], Uint8Array.of(1, 2)), 'y.npy': npy('|u1', [1], Uint8Array.of(1)) })
  expect(dataError(() => parseNpz(uneven, 'a.npz')).message).toBe('a.npz:x.npy has 2 rows and a.npz:y.npy 1')
})
