/** What learning from noisy images buys, beside linear filters. */
import type { Lecture, Training } from '../lecture.ts'
import { linearFilters, principal } from '../principal.ts'

const SIGMA = 0.3
/** Of the test images, for the filters that are computed here. */
const IMAGES = 5000

/** Networks of the same shape that never saw noise; the first is an autoencoder 784-128-32. */
export const PLAIN: Training = { spec: 'denoising', data: 'mnist', set: { learn: 0 } }

export const denoising: Lecture = {
  name: 'denoising',
  about: 'peak signal-to-noise ratio of images with noise of σ = 0.3, denoised',
  seconds: 60,
  runs: { denoising: { spec: 'denoising', data: 'mnist' }, plain: PLAIN },
  async compute({ images, value, seed }) {
    const { train, test } = images()
    return { ...linearFilters(principal(train, 784), 32, test.subarray(0, IMAGES * 784), SIGMA, seed), gain: value('denoising.psnrDenoised') - value('plain.psnrDenoised') }
  },
  checks: [
    { what: 'code of 32: PSNR', measured: 'denoising.psnrDenoised', atLeast: 18.3, baseline: ['noisy', 'denoising.psnrNoisy'], unit: ' dB', mnist: true, why: 'PyTorch: 18.7' },
    { what: 'more than the plain autoencoder', measured: 'gain', atLeast: 1, baseline: ['plain', 'plain.psnrDenoised'], unit: ' dB', mnist: true, why: 'PyTorch: 18.7 against 17.2' },
    { what: 'code of 400: PSNR', measured: 'denoising.psnrWide', atLeast: 20.5, baseline: ['plain', 'plain.psnrWide'], unit: ' dB', mnist: true, why: 'PyTorch: 21.2' },
    { what: 'code of 400: above Wiener\'s filter', measured: 'denoising.psnrWide', atLeast: 'wiener', baseline: ['32 principal components', 'projected'], unit: ' dB', mnist: true, why: 'the best of the linear filters; PyTorch: 21.2 against 19.2' },
  ],
}
