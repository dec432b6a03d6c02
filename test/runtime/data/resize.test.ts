import { expect, test } from 'vitest'
import { makeResizer } from '../../../runtime/data/resize.ts'

const resize = (
  source: readonly number[],
  from: readonly [number, number],
  to: readonly [number, number],
  method: 'bilinear' | 'nearest' | 'bicubic',
  channels = 1,
) => {
  const out = new Float32Array(to[0] * to[1] * channels)
  makeResizer(from, to, channels, method)(source, out, 0)
  return [...out]
}

test('bilinear enlarging, pixel centres at half integers', () => {
  expect(resize([0, 1], [1, 2], [1, 4], 'bilinear')).toEqual([0, 0.25, 0.75, 1])
  expect(resize([0, 4, 8, 12], [2, 2], [4, 4], 'bilinear').slice(0, 8)).toEqual([0, 1, 3, 4, 2, 3, 5, 6])
})

test('bilinear shrinking averages', () => {
  expect(resize([0, 0, 1, 1], [1, 4], [1, 2], 'bilinear').map((v) => Number(v.toFixed(4)))).toEqual([0.1429, 0.8571])
  expect(resize([2, 2, 2, 2, 2, 2, 2, 2, 2], [3, 3], [1, 1], 'bilinear')[0]).toBeCloseTo(2, 6)
})

test('nearest, and channels kept apart', () => {
  expect(resize([1, 2], [1, 2], [1, 4], 'nearest')).toEqual([1, 1, 2, 2])
  expect(resize([1, 10, 2, 20], [1, 2], [1, 4], 'nearest', 2)).toEqual([1, 10, 1, 10, 2, 20, 2, 20])
})

test('bicubic keeps a constant and a straight line inside', () => {
  expect(resize([5, 5, 5, 5], [2, 2], [3, 3], 'bicubic').every((v) => Math.abs(v - 5) < 1e-5)).toBe(true)
  const line = resize([0, 1, 2, 3, 4, 5, 6, 7], [1, 8], [1, 16], 'bicubic')
  for (let i = 4; i < 12; i++) expect(line[i]).toBeCloseTo((i + 0.5) / 2 - 0.5, 5)
})

test('the same size is the same picture', () => {
  for (const method of ['bilinear', 'nearest', 'bicubic'] as const)
    expect(resize([1, 2, 3, 4], [2, 2], [2, 2], method)).toEqual([1, 2, 3, 4])
})
