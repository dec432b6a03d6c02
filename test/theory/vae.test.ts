/** Both terms of the Bernoulli VAE, computed by hand from the same weights, images and draws. */
import { expect, test } from 'vitest'
import { laboratory, only } from '../lower/laboratory.ts'
import { specWith } from './small.ts'

const [pixels, hidden, latent, batch] = [12, 7, 2, 4]

test('reconstruction and regulariser equal their formulas', () => {
  const lab = laboratory(specWith('vae', {
    '[28, 28, 1]': '[4, 3, 1]', '(28, 28, 1)': '(4, 3, 1)', 'dense(784)': `dense(${pixels})`, 'dense(400': `dense(${hidden}`, 'latent = 20': `latent = ${latent}`, 'beta = 1.0': 'beta = 1.5',
  }))
  const feeds = lab.feeds('round', batch)
  const noise = lab.program('round').feeds.filter(({ kind }) => kind === 'noise')
  expect(noise.length).toBe(1)
  const [x, eps] = [feeds['x']!.data, feeds[noise[0]!.name]!.data]

  /** x W + b */
  const dense = (layer: string, input: readonly number[]): number[] => {
    const [w, b] = [lab.store[`${layer}.kernel`]!, lab.store[`${layer}.bias`]!]
    return Array.from(b.data, (start, j) => input.reduce((sum, value, i) => sum + value * w.data[i * b.data.length + j]!, start))
  }
  const relu = (values: readonly number[]): number[] => values.map((value) => Math.max(0, value))
  // h, mu and logvar are the first, second and third dense layer of Enc.
  const layers = [...new Set(lab.compiled.graph!.store.filter(({ role }) => role === 'parameter').map(({ name }) => name.replace(/\.(kernel|bias)$/, '')))]
  const [h, mu, logvar, inner, outer] = layers
  expect(layers.length).toBe(5)

  let [reconstruction, regulariser] = [0, 0]
  for (let n = 0; n < batch; n++) {
    const image = Array.from(x.subarray(n * pixels, (n + 1) * pixels))
    const seen = relu(dense(h!, image))
    const [m, v] = [dense(mu!, seen), dense(logvar!, seen)]
    const z = m.map((mean, i) => mean + Math.exp(v[i]! / 2) * eps[n * latent + i]!)
    const p = dense(outer!, relu(dense(inner!, z))).map((logit) => 1 / (1 + Math.exp(-logit)))
    reconstruction -= image.reduce((sum, value, i) => sum + value * Math.log(p[i]!) + (1 - value) * Math.log(1 - p[i]!), 0)
    regulariser += m.reduce((sum, mean, i) => sum + (Math.exp(v[i]!) + mean ** 2 - 1 - v[i]!) / 2, 0)
  }
  const { outputs } = lab.run('round', { batch })
  expect(only(outputs['reconstruction'])).toBeCloseTo(reconstruction / batch, 10)
  expect(only(outputs['regulariser'])).toBeCloseTo(1.5 * regulariser / batch, 10)
})
