/** A GAN that draws the digit it is asked for. A judge reads its samples; how far they vary tells a collapsed one from a good one. */
import type { Lecture } from '../lecture.ts'
import { JUDGE } from './judge.ts'

export const conditionalGan: Lecture = {
  name: 'conditional-gan',
  about: 'digit asked for and digit seen by the judge',
  seconds: 60,
  runs: { gan: { spec: 'conditional-gan', data: 'mnist', given: { Judge: JUDGE } } },
  checks: [
    { what: 'digit asked = digit seen', measured: 'gan.labels', atLeast: 0.9, baseline: ['y concatenated to the input of D', 0.11], mnist: true, why: 'PyTorch: 0.96 to 0.98' },
    { what: 'of the worst digit', measured: 'gan.worst', atLeast: 0.75, mnist: true, why: 'PyTorch: 0.93' },
    { what: 'standard deviation of pixels within a digit', measured: 'gan.spread', atLeast: 0.08, mnist: true, why: 'PyTorch: 0.12; a generator that collapsed has next to none' },
    { what: 'Fréchet distance on the judge\'s features', measured: 'gan.frechet' },
  ],
}
