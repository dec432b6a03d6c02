/** Statistics against values from theory, from numpy's documentation and by hand. */
import { describe, expect, test } from 'vitest'
import { standardNormals } from './normals.ts'
import { statisticOf } from '../../runtime/statistics/statistics.ts'
import type { Sample } from '../../runtime/statistics/sample.ts'

const numbers = (...values: readonly number[]): Sample => ({ count: values.length, size: 1, values: Float64Array.from(values) })
const vectors = (rows: readonly (readonly number[])[]): Sample => ({ count: rows.length, size: rows[0]?.length ?? 2, values: Float64Array.from(rows.flat()) })

describe('quantile, linear as in numpy', () => {
  const of = (q: number, ...values: readonly number[]): number => statisticOf('quantile', [numbers(...values)], { q })
  // numpy.quantile([1, 2, 3, 4], [0, 0.25, 0.5, 0.9, 1])
  test.each([[0, 1], [0.25, 1.75], [0.5, 2.5], [0.9, 3.7], [1, 4]])('%d of 1 … 4, in any order', (q, expected) => {
    expect(of(q, 3, 1, 4, 2)).toBeCloseTo(expected, 12)
  })
  test('one member, none, and numbers that are none', () => {
    expect(of(0.3, 7)).toBe(7)
    expect(of(0.5)).toBeNaN()
    expect(of(0.5, 1, NaN, 2)).toBeNaN()
    expect(of(0.75, -Infinity, 0, 1)).toBe(0.5)
    expect(of(0.9, 1, Infinity, Infinity, Infinity)).toBe(Infinity)
  })
  test('numbers, not their digits, are in order', () => { expect(of(0.5, 10, 9, 100)).toBe(10) })
})

describe('auroc', () => {
  const of = (a: readonly number[], b: readonly number[]): number => statisticOf('auroc', [numbers(...a), numbers(...b)], {})
  test('counts pairs, ties half', () => {
    expect(of([3, 4], [1, 2])).toBe(1)
    expect(of([1, 2], [3, 4])).toBe(0)
    expect(of([1, 1], [1, 1, 1])).toBe(0.5)
    // Pairs of (2, 3, 3) with (1, 2, 3): 1 + ½, 2 + ½, 2 + ½ of 9.
    expect(of([3, 2, 3], [2, 3, 1])).toBeCloseTo(6.5 / 9, 15)
    expect(of([], [1])).toBeNaN()
    expect(of([NaN, 1], [0])).toBeNaN()
  })
  test('is the share of pairs, seed 7', () => {
    const [a, b] = [standardNormals(7, 60), standardNormals(8, 45)].map((values) => values.map((v) => Math.round(v * 4) / 4))
    const pairs = a!.flatMap((x) => b!.map((y): number => (x > y ? 1 : x === y ? 0.5 : 0)))
    expect(of(a!, b!)).toBeCloseTo(pairs.reduce((sum, p) => sum + p, 0) / pairs.length, 12)
  })
})

test('correlation', () => {
  const of = (a: readonly number[], b: readonly number[]): number => statisticOf('correlation', [numbers(...a), numbers(...b)], {})
  expect(of([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 15)
  expect(of([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 15)
  // Deviations −1.5, −.5, .5, 1.5 and −.5, −1.5, 1.5, .5: 3 / 5.
  expect(of([1, 2, 3, 4], [2, 1, 4, 3])).toBeCloseTo(0.6, 15)
  expect(of([1, 1], [1, 2])).toBeNaN()
})

describe('frechet', () => {
  const of = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number => statisticOf('frechet', [vectors(a), vectors(b)], {})
  /** Four points whose covariance (n − 1) is the matrix [[a, c], [c, b]] and whose mean is `at`. */
  const cloud = (at: readonly [number, number], a: number, b: number, c: number): number[][] => {
    const [l11, l21] = [Math.sqrt(a), c / Math.sqrt(a)]
    const l22 = Math.sqrt(b - l21 * l21)
    const scale = Math.sqrt(3 / 4)
    return [[1, 1], [1, -1], [-1, 1], [-1, -1]].map(([u, v]) => [at[0] + scale * l11 * u!, at[1] + scale * (l21 * u! + l22 * v!)])
  }
  test('is 0 for a cloud and itself, and the squared shift for one moved', () => {
    expect(of(cloud([1, 2], 2, 3, 1), cloud([1, 2], 2, 3, 1))).toBeCloseTo(0, 10)
    expect(of(cloud([0, 0], 2, 3, 1), cloud([3, 4], 2, 3, 1))).toBeCloseTo(25, 10)
  })
  test('of diagonal Gaussians: Σ (σ₁ − σ₂)² beside the shift', () => {
    expect(of(cloud([0, 0], 4, 9, 0), cloud([1, 0], 1, 25, 0))).toBeCloseTo(1 + (2 - 1) ** 2 + (3 - 5) ** 2, 10)
  })
  test('of Gaussians that do not commute', () => {
    // For 2 × 2: tr (Σ₁Σ₂)^½ = √(tr Σ₁Σ₂ + 2 √det Σ₁Σ₂).
    const [a, b] = [[2, 3, 1], [5, 1, -1]] as const
    const trace = a[0] * b[0] + 2 * a[2] * b[2] + a[1] * b[1]
    const det = (a[0] * a[1] - a[2] ** 2) * (b[0] * b[1] - b[2] ** 2)
    const expected = a[0] + a[1] + b[0] + b[1] - 2 * Math.sqrt(trace + 2 * Math.sqrt(det))
    expect(of(cloud([0, 0], ...a), cloud([0, 0], ...b))).toBeCloseTo(expected, 10)
  })
  test('of draws is near the distance of what they are drawn from, and no less than 0 (seed 3)', () => {
    const draws = (seed: number, shift: number, std: number): number[][] => {
      const values = standardNormals(seed, 3 * 20_000)
      return Array.from({ length: 20_000 }, (_, i) => [0, 1, 2].map((j) => shift + std * values[3 * i + j]!))
    }
    expect(of(draws(3, 0, 1), draws(4, 1, 2))).toBeCloseTo(3 + 3, 0)
    expect(of(draws(3, 0, 1), draws(5, 0, 1))).toBeGreaterThanOrEqual(0)
  })
  test('of too few, or of numbers that are none, is not known', () => {
    expect(of([[1, 2]], [[1, 2], [3, 4]])).toBeNaN()
    expect(of([[1, 2], [NaN, 3]], [[1, 2], [3, 4]])).toBeNaN()
  })
})

describe('mig', () => {
  const rows = 3000
  const label = (classes: number): number[] => Array.from({ length: rows }, (_, i) => Math.floor(i / 7) % classes)
  test('is 1 where each factor is one code, whatever its values', () => {
    const y = label(3)
    const codes = vectors(y.map((v, i) => [v * -2.5, Math.floor(i / 21) % 2]))
    expect(statisticOf('mig', [codes, numbers(...y)], {})).toBeCloseTo(1, 1)
  })
  test('is 1 exactly for independent factors copied to codes', () => {
    const grid = Array.from({ length: 60 }, (_, i) => [i % 3, Math.floor(i / 3) % 4])
    const codes = vectors(grid.map(([a, b]) => [a! / 10, -b!, 0]))
    expect(statisticOf('mig', [codes, numbers(...grid.map(([a]) => a!)), numbers(...grid.map(([, b]) => b!))], {})).toBeCloseTo(1, 12)
    expect(statisticOf('mig', [codes, vectors(grid.map(([a, b]) => [a!, b!]))], {})).toBeCloseTo(1, 12)
  })
  test('is 0 where two codes say the same, and near 0 for noise (seed 11)', () => {
    const y = label(4)
    expect(statisticOf('mig', [vectors(y.map((v) => [v, v])), numbers(...y)], {})).toBeCloseTo(0, 12)
    const noise = standardNormals(11, 2 * rows)
    const gap = statisticOf('mig', [vectors(y.map((_, i) => [noise[2 * i]!, noise[2 * i + 1]!])), numbers(...y)], {})
    expect(Math.abs(gap)).toBeLessThan(0.02)
  })
  test('of half a bit and none: the gap over the entropy', () => {
    // Four labels; the code tells whether it is one of the upper two: 1 bit of 2.
    const y = Array.from({ length: 400 }, (_, i) => i % 4)
    expect(statisticOf('mig', [vectors(y.map((v) => [v < 2 ? 0 : 1, 5])), numbers(...y)], {})).toBeCloseTo(0.5, 12)
  })
})

test('sums and ends', () => {
  const of = (op: 'sum' | 'max' | 'min', ...values: readonly number[]): number => statisticOf(op, [numbers(...values)], {})
  expect([of('sum', 1, 2, 4), of('max', 1, 4, 2), of('min', 3, -1, 2)]).toEqual([7, 4, -1])
  expect([of('sum'), of('max'), of('min')]).toEqual([0, NaN, NaN])
})
