/** Grown from 7 over 14 to 28 pixels; beside DCGAN by the same judge. */
import type { Lecture } from '../lecture.ts'
import { DCGAN } from './dcgan.ts'
import { JUDGE } from './judge.ts'

export const progressiveGan: Lecture = {
  name: 'progressive-gan',
  about: 'Fréchet distance of samples at 28 × 28, beside DCGAN\'s',
  seconds: 300,
  runs: {
    grown: { spec: 'progressive-quality', data: 'mnist', given: { Judge: JUDGE, GAN: { spec: 'progressive-gan', data: 'mnist', epochs: 1 } } },
    dcgan: { spec: 'dcgan-quality', data: 'mnist', given: { Judge: JUDGE, GAN: DCGAN } },
  },
  checks: [
    { what: 'Fréchet distance at 28 × 28', measured: 'grown.frechet', baseline: ['DCGAN', 'dcgan.frechet'] },
  ],
}
