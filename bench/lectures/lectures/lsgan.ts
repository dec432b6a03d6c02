/** DCGAN's networks with least squares for D's verdict, by the same judge. */
import type { Lecture, Training } from '../lecture.ts'
import { JUDGE } from './judge.ts'

const TRAINING = { spec: 'lsgan', data: 'mnist', given: { Judge: JUDGE } } as const satisfies Training

export const lsgan: Lecture = {
  name: 'lsgan',
  about: 'Fréchet distance of samples on the judge\'s features, before and after training',
  seconds: 100,
  runs: { before: { ...TRAINING, steps: 1 }, after: { ...TRAINING, epochs: 2 } },
  async compute({ value }) {
    return { ratio: value('after.frechet') / value('before.frechet') }
  },
  checks: [
    { what: 'Fréchet distance, before training', measured: 'before.frechet' },
    { what: 'Fréchet distance', measured: 'after.frechet' },
    { what: 'after ÷ before', measured: 'ratio', atMost: 0.4, why: 'as asked of DCGAN: PyTorch, three seeds: 0.18, 0.16, 0.28' },
    { what: 'score of images', measured: 'after.scoreReal' },
    { what: 'score of samples', measured: 'after.scoreFake' },
  ],
}
