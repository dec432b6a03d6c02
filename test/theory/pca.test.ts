/** A tied linear autoencoder ends at the floor of principal components, and in their subspace. */
import { expect, test } from 'vitest'
import { floorOn, largestAngle, principal } from '../../bench/lectures/principal.ts'
import { gaussianRows, rotated } from './rows.ts'
import { specWith, trained } from './small.ts'

const seed = 20261121
const variances = [4, 3, 2, 1, 0.5, 0.25]

test(`the floor and the subspace of 6 numbers (seed ${seed})`, async () => {
  const rows = rotated(gaussianRows(512, variances, seed), 6, seed, 1.5)
  const source = specWith('pca', {
    'image[28, 28, 1] in [0, 1]': 'real[6]', 'flatten -> ': '', 'xhat[28, 28, 1]': 'xhat[6]', 'dense(784': 'dense(6', ' -> reshape(28, 28, 1)': '',
    '5e-3': '0.02', 'batch 128': 'batch 512', 'epochs 5': 'rounds 600', 'compare(x in test[0..9]: x, xhat)': 'curves(reconstruction)',
  })
  const store = await trained(source, rows, 6, seed)
  const fitted = principal(rows, 6)
  const kernel = store['Enc.code.kernel'] as Float32Array
  expect(largestAngle(kernel, fitted)).toBeLessThan(0.1)

  // The error of x̂ = W (Wᵀ x + b) + c, in float64 from the weights.
  const [b, c] = [store['Enc.code.bias']!, store['Dec.dense.bias']!]
  let error = 0
  for (let at = 0; at < rows.length; at += 6) {
    const h = [0, 1].map((j) => b[j]! + [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + kernel[2 * i + j]! * rows[at + i]!, 0))
    for (let i = 0; i < 6; i++) error += (rows[at + i]! - c[i]! - kernel[2 * i]! * h[0]! - kernel[2 * i + 1]! * h[1]!) ** 2
  }
  const floor = floorOn(fitted, 2, rows)
  // The floor is the sum of the eigenvalues that are left out.
  expect(floor).toBeCloseTo(fitted.values.slice(2).reduce((a, b) => a + b), 6)
  expect(error / 512 / floor - 1).toBeGreaterThan(-1e-6)
  expect(error / 512 / floor - 1).toBeLessThan(1e-5)
})
