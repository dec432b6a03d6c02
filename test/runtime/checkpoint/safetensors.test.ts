import { describe, expect, test } from 'vitest'
import { FileError } from '../../../runtime/checkpoint/error.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../../runtime/checkpoint/safetensors.ts'

const file: TensorFile = {
  tensors: {
    'Enc.dense.kernel': { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, NaN, -Infinity) },
    'step0/count': { shape: [], data: Int32Array.of(-7) },
    bytes: { shape: [3], data: Uint8Array.of(0, 128, 255) },
    empty: { shape: [0, 4], data: new Float32Array(0) },
  },
  metadata: { seed: '0', position: '{"epoch":3}', naïve: 'π' },
}
const bytes = encodeSafetensors(file)

test('what was written is read, bit for bit', () => {
  expect(decodeSafetensors(bytes, 'last.safetensors')).toEqual(file)
  expect(encodeSafetensors(decodeSafetensors(bytes, 'f'))).toEqual(bytes)
})

test('reads from the middle of a larger buffer', () => {
  const larger = new Uint8Array(bytes.length + 3)
  larger.set(bytes, 3)
  expect(decodeSafetensors(larger.subarray(3), 'f')).toEqual(file)
})

test('the layout others read: length, JSON, numbers from a multiple of 8', () => {
  const view = new DataView(bytes.buffer)
  const length = view.getUint32(0, true)
  expect((8 + length) % 8).toBe(0)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, unknown>
  expect(header['Enc.dense.kernel']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] })
  expect(header['__metadata__']).toEqual(file.metadata)
  expect(view.getFloat32(8 + length + 8, true)).toBe(3.5)
})

test('views of larger arrays are written as what they show', () => {
  const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3)
  const back = decodeSafetensors(encodeSafetensors({ tensors: { x: { shape: [2], data } }, metadata: {} }), 'f')
  expect([...back.tensors['x']!.data]).toEqual([1, 2])
})

test('a shape that does not fit', () => {
  expect(() => encodeSafetensors({ tensors: { x: { shape: [3], data: new Float32Array(2) } }, metadata: {} })).toThrow(
    'x: 2 numbers do not fill shape [3]',
  )
})

describe('damage', () => {
  const error = (input: Uint8Array): FileError => {
    try {
      decodeSafetensors(input, 'last.safetensors')
    } catch (thrown) {
      if (thrown instanceof FileError) return thrown
      throw thrown
    }
    throw new Error('was read')
  }
  const withHeader = (header: string, data = new Uint8Array(0)): Uint8Array => {
    const json = new TextEncoder().encode(header)
    const out = new Uint8Array(8 + json.length + data.length)
    new DataView(out.buffer).setUint32(0, json.length, true)
    out.set(json, 8)
    out.set(data, 8 + json.length)
    return out
  }

  test('every truncation is an error that names the file', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(error(bytes.slice(0, length))).toMatchObject({ file: 'last.safetensors' })
    }
    expect(error(new Uint8Array(0)).message).toBe('last.safetensors is not a whole safetensors file: it is empty')
  })

  test.each([
    [new Uint8Array(64).fill(255), 'a header of'],
    [withHeader('{"x":'), 'its header is not JSON'],
    [withHeader('[]'), 'its header is not an object'],
    [withHeader('{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', new Uint8Array(8)), 'its entry for x is not understood'],
    [withHeader('{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', new Uint8Array(4)), 'its entry for x is not understood'],
    [withHeader('{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', new Uint8Array(4)), 'x has 4 bytes for shape [2]'],
    [withHeader('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', new Uint8Array(9)), '5 bytes belong to no tensor'],
  ])('%#', (input, message) => {
    expect(error(input).message).toContain(message)
  })
})
