/** The decoder's spread is learned: at the optimum it is the error that is left. */
import type { Lecture } from '../lecture.ts'

export const gaussianVae: Lecture = {
  name: 'gaussian-vae',
  about: 'the learned σ beside the error of a pixel, and the error beside PCA',
  seconds: 60,
  runs: { gaussian: { spec: 'gaussian-vae', data: 'mnist' } },
  compute: async ({ value }) => ({ off: 100 * Math.abs(value('gaussian.sigma') / value('gaussian.pixelError') - 1) }),
  checks: [
    { what: 'learned σ beside the root of the mean squared error of a pixel, train', measured: 'off', atMost: 3, unit: ' %', why: 'σ² = E[(x − x̂)²] where the gradient of −log p(x|z) is 0' },
    { what: 'σ', measured: 'gaussian.sigma', baseline: ['√E[(x − x̂)²]', 'gaussian.pixelError'] },
    { what: 'squared error, test', measured: 'gaussian.squaredError', atMost: 18.454, baseline: ['PCA of 20, centred', 18.454], mnist: true, why: 'a code of 20 numbers that is not linear keeps more than PCA' },
  ],
}
