/** Is the digit that was asked for the digit that comes? With two latents yes; with twenty the label is ignored. */
import type { Lecture, Training } from '../lecture.ts'
import { JUDGE } from './judge.ts'

const conditional = (latent: number): Training => ({ spec: 'conditional-vae', data: 'mnist', set: { latent }, given: { Judge: JUDGE } })

export const conditionalVae: Lecture = {
  name: 'conditional-vae',
  about: 'digits as asked for, with two latents and with twenty',
  seconds: 60,
  runs: { two: conditional(2), twenty: conditional(20) },
  checks: [
    { what: '2 latents: digit asked is digit seen', measured: 'two.asked', atLeast: 0.95, baseline: ['PyTorch', 0.989], mnist: true, why: 'PyTorch reaches 98.9 %' },
    { what: '20 latents: digit asked is digit seen', measured: 'twenty.asked', atMost: 0.75, baseline: ['PyTorch', 0.54], mnist: true, why: 'the lesson: the latent swallows the label (PyTorch: 68 % with 10, 54 % with 20)' },
    { what: '2 latents: accuracy of the label that explains best', measured: 'two.accuracy' },
    { what: '20 latents: accuracy of the label that explains best', measured: 'twenty.accuracy' },
  ],
}
