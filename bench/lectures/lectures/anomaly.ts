/** A model of one digit at a time: the others are anomalies. */
import type { Lecture, Training } from '../lecture.ts'
import { principal, residuals } from '../principal.ts'
import { readLabels } from '../rows.ts'

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const
const COMPONENTS = 32

const normal = (digit: number, steps?: number): Training => ({ spec: 'anomaly', data: 'mnist', set: { normal: digit }, ...(steps === undefined ? {} : { steps }) })

export const anomaly: Lecture = {
  name: 'anomaly',
  about: 'AUROC of an autoencoder\'s error and a VAE\'s −ELBO, each digit in turn the normal one',
  seconds: 110,
  runs: { ...Object.fromEntries(DIGITS.map((digit) => [`${digit}`, normal(digit)])), untrained: normal(1, 1) },
  async compute({ value, images, source }) {
    const mean = (metric: string): number => DIGITS.reduce<number>((sum, digit) => sum + value(`${digit}.${metric}`), 0) / DIGITS.length
    const [{ train, test }, labels] = [images(), readLabels(source('mnist'))]
    const components = DIGITS.map((digit) => {
      const scores = residuals(principal(rowsOf(train, labels.train, digit), 784), COMPONENTS, test)
      return auroc(scores.filter((_, i) => labels.test[i] !== digit), scores.filter((_, i) => labels.test[i] === digit))
    })
    return {
      error: mean('auroc'), bound: mean('aurocElbo'), part: mean('aurocPart'), off: mean('aurocOff'), distance: mean('aurocMean'),
      components: components.reduce((a, b) => a + b) / DIGITS.length, worst: Math.min(...DIGITS.map((digit) => value(`${digit}.auroc`))),
    }
  },
  checks: [
    { what: 'autoencoder\'s error: mean AUROC', measured: 'error', atLeast: 0.955, baseline: ['distance to the mean image', 'distance'], mnist: true, why: 'PyTorch: 0.966' },
    { what: 'above 32 principal components of the digit', measured: 'error', atLeast: 'components', baseline: ['untrained, digit 1', 'untrained.auroc'], mnist: true, why: 'PyTorch: 0.966 against 0.955' },
    { what: 'of the hardest digit', measured: 'worst' },
    { what: 'VAE, −ELBO: mean AUROC', measured: 'bound', atLeast: 0.9, baseline: ['distance to the mean image', 'distance'], mnist: true, why: 'PyTorch: 0.921' },
    { what: 'VAE, its reconstruction alone: ‖x − x̂‖²', measured: 'off', atLeast: 0.945, baseline: ['−ELBO', 'bound'], mnist: true, why: 'PyTorch: 0.961; the divergence is small for simple strangers' },
    // It is as high as the image is grey: a likelihood of Bernoulli contains the entropy of the pixels.
    { what: 'VAE, −E[log p(x | z)] alone', measured: 'part', baseline: ['‖x − x̂‖²', 'off'] },
  ],
}

function rowsOf(images: Float32Array, labels: Int32Array, digit: number): Float32Array {
  const at = [...labels.keys()].filter((i) => labels[i] === digit)
  const out = new Float32Array(at.length * 784)
  at.forEach((row, i) => out.set(images.subarray(row * 784, (row + 1) * 784), i * 784))
  return out
}

/** The chance that a member of `a` exceeds one of `b`: by ranks. */
function auroc(a: Float64Array, b: Float64Array): number {
  const sorted = Float64Array.from(b).sort()
  const below = (value: number): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < value) low = middle + 1
      else high = middle
    }
    return low
  }
  return a.reduce((sum, value) => sum + below(value), 0) / (a.length * b.length)
}
