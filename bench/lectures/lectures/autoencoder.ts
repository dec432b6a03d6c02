/** Codes of 2, 5 and 32 numbers, each below what as many principal components leave. */
import type { Lecture, Training } from '../lecture.ts'
import { floorOn, principal } from '../principal.ts'
import { PLAIN } from './denoising.ts'

const code = (size: number): Training => ({ spec: 'autoencoder', data: 'mnist', set: { code: size } })

export const autoencoder: Lecture = {
  name: 'autoencoder',
  about: 'squared error with codes of 2, 5 and 32 numbers, beside principal components',
  seconds: 60,
  // The third is the denoising one without noise: 784-128-32, as shallow as a wide code allows.
  runs: { two: code(2), five: code(5), wide: PLAIN, sizes: { spec: 'code-sizes', data: 'mnist', given: { Two: code(2), Five: code(5) } } },
  async compute({ images }) {
    const { train, test } = images()
    const fitted = principal(train, 784)
    return { pca2: floorOn(fitted, 2, test), pca5: floorOn(fitted, 5, test), pca32: floorOn(fitted, 32, test) }
  },
  checks: [
    { what: 'code of 2: squared error, test', measured: 'two.squaredError', atMost: 36, baseline: ['PCA', 'pca2'], mnist: true, why: 'PyTorch reaches 31.8 to 32.1' },
    { what: 'code of 5: squared error, test', measured: 'five.squaredError', atMost: 24, baseline: ['PCA', 'pca5'], mnist: true, why: 'PyTorch reaches 20.2 to 20.5' },
    { what: 'code of 32: squared error, test', measured: 'wide.squaredError', atMost: 9.5, baseline: ['linear output', 11.4], mnist: true, why: 'PyTorch reaches 7.4' },
    { what: 'code of 2: below PCA', measured: 'two.squaredError', atMost: 'pca2', mnist: true, why: 'a deep code of the same size does better than a linear one' },
    { what: 'code of 5: below PCA', measured: 'five.squaredError', atMost: 'pca5', mnist: true, why: 'a deep code of the same size does better than a linear one' },
    { what: 'code of 32: below PCA', measured: 'wide.squaredError', atMost: 'pca32', mnist: true, why: 'a deep code of the same size does better than a linear one' },
  ],
}
