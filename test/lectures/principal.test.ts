/** What lectures compute on their own, against theory. */
import { expect, test } from 'vitest'
import { floorOn, linearFilters, principal, residuals } from '../../bench/lectures/principal.ts'
import { gaussianRows, rotated } from '../theory/rows.ts'

const seed = 20261121

test(`Wiener's filter of one number leaves λσ² / (λ + σ²) (seed ${seed})`, () => {
  const [variance, sigma] = [0.5, 0.3]
  const rows = rotated(gaussianRows(20_000, [variance], seed), 1, seed, 0.7)
  const { wiener, projected } = linearFilters(principal(rows, 1), 1, rows, sigma, seed)
  // E[log₁₀ ε²] of a normal ε is log₁₀ of its variance less (γ + ln 2) / ln 10.
  const psnr = (left: number): number => -10 * Math.log10(left) + 10 * (0.5772156649 + Math.LN2) / Math.LN10
  expect(wiener).toBeCloseTo(psnr(variance * sigma ** 2 / (variance + sigma ** 2)), 0)
  expect(projected).toBeCloseTo(psnr(sigma ** 2), 0)
  expect(wiener - projected).toBeCloseTo(10 * Math.log10((variance + sigma ** 2) / variance), 1)
})

test(`residuals are what the first components leave (seed ${seed})`, () => {
  const rows = rotated(gaussianRows(400, [4, 2, 1, 0.5], seed), 4, seed, -1)
  const fitted = principal(rows, 4)
  const errors = residuals(fitted, 2, rows)
  expect(errors.reduce((a, b) => a + b) / 400).toBeCloseTo(1.5, 5)
  expect(floorOn(fitted, 2, rows)).toBeCloseTo(1.5, 5)
  expect(Math.min(...residuals(fitted, 4, rows))).toBeGreaterThan(-1e-6)
})
