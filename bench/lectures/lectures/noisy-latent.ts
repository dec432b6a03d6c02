/** What noise in the code buys, and what it does not: beside a plain autoencoder and a VAE of the same size. */
import type { Lecture, Training } from '../lecture.ts'
import { JUDGE } from './judge.ts'

const noise = (sigma: number): Training => ({ spec: 'noisy-latent', data: 'mnist', set: { sigma }, given: { Judge: JUDGE } })

export const noisyLatent: Lecture = {
  name: 'noisy-latent',
  about: 'labels kept under noise on the code, and Fréchet distances of samples, beside a VAE',
  seconds: 110,
  runs: { plain: noise(0.01), noisy: noise(3) },
  async compute({ value }) {
    const [plain, noisy] = [100 * value('plain.kept'), 100 * value('noisy.kept')]
    return { plain, noisy, gain: noisy - plain, ratio: value('plain.frechetVae') / value('plain.frechet') }
  },
  checks: [
    { what: 'labels kept under noise of σ = 3 on the code, trained with it', measured: 'noisy', baseline: ['plain', 'plain'], unit: ' %' },
    { what: 'more than the plain autoencoder', measured: 'gain', atLeast: 5, baseline: ['PyTorch', 9.3], unit: ' points', mnist: true, why: 'PyTorch: 82.5 → 91.8 %' },
    { what: 'length of a code', measured: 'noisy.codeSize', baseline: ['plain', 'plain.codeSize'] },
    { what: 'Fréchet distance, samples of the VAE', measured: 'plain.frechetVae', baseline: ['plain', 'plain.frechet'] },
    { what: 'by that of the plain autoencoder', measured: 'ratio', atMost: 0.35, baseline: ['PyTorch', 0.15], mnist: true, why: 'PyTorch: 203 against 1387' },
    { what: 'Fréchet distance, samples from N(0, I) with noise', measured: 'noisy.frechet', baseline: ['plain', 'plain.frechet'] },
    { what: 'Fréchet distance, from a Gaussian fitted to each unit of the code', measured: 'noisy.frechetFit', baseline: ['plain', 'plain.frechetFit'] },
  ],
}
