/** DCGAN's samples by the Fréchet distance on a judge's features, before and after training. */
import type { Lecture, Training } from '../lecture.ts'
import { JUDGE } from './judge.ts'

/** 1,876 rounds of 64. */
export const DCGAN = { spec: 'dcgan', data: 'mnist' } as const satisfies Training
const quality = (gan: Training): Training => ({ spec: 'dcgan-quality', data: 'mnist', given: { Judge: JUDGE, GAN: gan } })

export const dcgan: Lecture = {
  name: 'dcgan',
  about: 'Fréchet distance of samples on the judge\'s features, before and after training',
  seconds: 100,
  runs: { before: quality({ ...DCGAN, steps: 1 }), after: quality(DCGAN) },
  async compute({ value }) {
    return { ratio: value('after.frechet') / value('before.frechet') }
  },
  checks: [
    { what: 'Fréchet distance, before training', measured: 'before.frechet', baseline: ['uniform noise', 'before.noise'] },
    { what: 'Fréchet distance', measured: 'after.frechet', baseline: ['images against images', 'after.floor'] },
    { what: 'after ÷ before', measured: 'ratio', atMost: 0.4, why: 'PyTorch, three seeds: 0.18, 0.16, 0.28' },
  ],
}
