import { expect, test } from 'vitest'
import { parseIdx, parseIdxName, tableOf } from '../../../runtime/data/idx.ts'
import { dataError, idx } from './samples.ts'

test('pictures: bytes, one shape a row', () => {
  const column = parseIdx(idx([2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]), 'a-images')
  expect(column).toMatchObject({ kind: 'bytes', shape: [2, 3], rows: 2, file: 'a-images' })
  const out = new Float32Array(7)
  column.read(1, out, 1)
  expect([...out]).toEqual([0, 6, 7, 8, 9, 10, 255])
})

test('one axis of bytes is labels; floats are numbers', () => {
  expect(parseIdx(idx([3], [7, 0, 9]), 'labels')).toMatchObject({ kind: 'label', shape: [], rows: 3 })
  const floats = parseIdx(idx([2, 2], [0.5, -1, 2, 3], 0x0d), 'floats')
  expect(floats).toMatchObject({ kind: 'float', shape: [2], rows: 2 })
  const out = new Float32Array(2)
  floats.read(0, out, 0)
  expect([...out]).toEqual([0.5, -1])
})

test('what is not IDX says what it begins with, and what that looks like', () => {
  const error = dataError(() => parseIdx(new TextEncoder().encode('<!DOCTYPE html><html>'), 'train-images-idx3-ubyte'))
  expect(error.message).toBe(
    'train-images-idx3-ubyte is not an IDX file: it begins with 3c 21 44 4f, which looks like a web page (a failed download?)',
  )
  expect(error.file).toBe('train-images-idx3-ubyte')
  expect(error.hint).toContain('00 00 08 03')
  expect(dataError(() => parseIdx(Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5), 'f')).message).toContain('gzip inside gzip')
  expect(dataError(() => parseIdx(Uint8Array.of(0, 0, 7, 1, 0, 0, 0, 0), 'f')).message).toContain('00 00 07 01')
  expect(dataError(() => parseIdx(new Uint8Array(0), 'f')).message).toBe('f is empty')
})

test('sizes that disagree with the header', () => {
  const short = dataError(() => parseIdx(idx([3, 2, 2], [1, 2, 3, 4]), 'f'))
  expect(short.message).toBe('f has 20 bytes, but its header says 3×2×2 numbers of uint8, which is 28')
  expect(short.hint).toContain('cut short')
  expect(dataError(() => parseIdx(idx([1], [1, 2]), 'f')).hint).toContain('do not belong together')
  expect(dataError(() => parseIdx(idx([1, 1, 1], [1]).subarray(0, 12), 'f')).message).toContain('ends within its header')
})

test('pictures and labels of different numbers of rows', () => {
  const columns = { images: parseIdx(idx([3, 1, 1], [1, 2, 3]), 'images'), labels: parseIdx(idx([2], [1, 2]), 'labels') }
  const error = dataError(() => tableOf(columns))
  expect(error.message).toBe('images has 3 rows and labels 2')
  expect(error).toMatchObject({ file: 'labels', row: 2 })
})

test('file names', () => {
  expect(parseIdxName('train-images-idx3-ubyte.gz')).toEqual({ split: 'train', field: 'images' })
  expect(parseIdxName('t10k-labels.idx1-ubyte')).toEqual({ split: 'test', field: 'labels' })
  expect(parseIdxName('emnist-letters-test-images-idx3-ubyte.gz')).toEqual({ split: 'test', field: 'images' })
  expect(parseIdxName('train.csv')).toBeNull()
})
