/**
 * A linear VAE has an exact solution (Lucas et al. 2019): with ½‖x − x̂‖² + β KL, latent i survives exactly when the
 * eigenvalue λᵢ of the covariance exceeds β; KL = Σ ½ ln(λᵢ / β) over the survivors, E‖x − x̂‖² = survivors · β + Σ of the other λ.
 */
import { Matrix } from 'ml-matrix'
import { expect, test } from 'vitest'
import { gaussianRows, rotated } from './rows.ts'
import { trained } from './small.ts'

const seed = 3
const variances = [6, 3, 0.4, 0.3, 0.2]
const [latent, width, count, beta] = [3, 5, 512, 1]

const spec = `
model LinearVAE
data (x: real[${width}])
weight logvar[${latent}] = 0
encoder Enc(x) -> mu[${latent}] { x -> dense(${latent}) }
decoder Dec(z) -> xhat[${width}] { z -> dense(${width}) }
sampler q(z | x) = Normal(Enc(x), logvar: logvar)
prior p(z) = Normal(0, 1)[${latent}]
loss {
  reconstruction = E[z ~ q(z | x): 1/2 * ||x - Dec(z)||^2]
  regulariser = ${beta} * KL(q(z | x) || p(z))
}
train {
  minimize reconstruction + regulariser with adam(0.01 * (1 + cos(pi * progress)) / 2)
  batch ${count}
  rounds 1500
}
`

test(`two of three latents survive, and the loss is the smallest there is (seed ${seed})`, async () => {
  const rows = rotated(gaussianRows(count, variances, seed), width, seed)
  const store = await trained(spec, rows, width, seed)
  const matrix = (name: string, n: number, m: number): Matrix => Matrix.from1DArray(n, m, Array.from(store[name]!))
  const data = Matrix.from1DArray(count, width, Array.from(rows))
  const mu = data.mmul(matrix('Enc.dense.kernel', width, latent)).addRowVector(Array.from(store['Enc.dense.bias']!))
  const decoder = matrix('Dec.dense.kernel', latent, width)
  const logvar = Array.from(store['logvar']!)

  // The expectation over the sampler in closed form: the noise adds Σ σᵢ² ‖wᵢ‖².
  const left = data.sub(mu.clone().mmul(decoder).addRowVector(Array.from(store['Dec.dense.bias']!)))
  const error = square(left) / count + logvar.reduce((sum, v, i) => sum + Math.exp(v) * square(decoder.getRowVector(i)), 0)
  const divergences = logvar.map((v, i) => (Math.exp(v) - 1 - v + square(mu.getColumnVector(i)) / count) / 2)
  const divergence = divergences.reduce((a, b) => a + b)

  const survivors = variances.filter((value) => value > beta)
  const others = variances.filter((value) => value <= beta).reduce((a, b) => a + b)
  const wanted = survivors.reduce((sum, value) => sum + Math.log(value / beta) / 2, 0)
  const smallest = (survivors.length * beta + others) / 2 + beta * wanted
  expect(divergences.filter((value) => value > 0.01).length).toBe(survivors.length)
  expect(Math.abs(divergence / wanted - 1)).toBeLessThan(0.02)
  expect((error / 2 + beta * divergence) / smallest - 1).toBeGreaterThan(-1e-6)
  expect((error / 2 + beta * divergence) / smallest - 1).toBeLessThan(5e-3)
})

const square = (values: Matrix): number => values.to1DArray().reduce((sum, value) => sum + value * value, 0)
