import { expect, test } from 'vitest'
import { shuffle } from '../../../runtime/noise/shuffle.ts'

test('a permutation, whatever the size', () => {
  for (const n of [0, 1, 2, 3, 5, 1_000]) {
    expect([...shuffle(n, 0, 0, 'mnist')].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
  }
})

test('keyed by seed, epoch and data set', () => {
  const base = shuffle(100, 0, 0, 'mnist')
  expect(shuffle(100, 0, 0, 'mnist')).toEqual(base)
  expect(shuffle(100, 1, 0, 'mnist')).not.toEqual(base)
  expect(shuffle(100, 0, 1, 'mnist')).not.toEqual(base)
  expect(shuffle(100, 0, 0, 'usps')).not.toEqual(base)
})

test('every order of three rows comes up equally often (6,000 epochs)', () => {
  const counts = new Map<string, number>()
  for (let epoch = 0; epoch < 6_000; epoch++) {
    const order = shuffle(3, 0, epoch, 'x').join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120)
})
