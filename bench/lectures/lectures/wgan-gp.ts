/** The critic's slope: the penalty keeps the norm of its gradient near 1 for each image between real and fake. */
import type { Lecture } from '../lecture.ts'

export const wganGp: Lecture = {
  name: 'wgan-gp',
  about: 'norm of the critic\'s gradient, image by image',
  seconds: 240,
  runs: { wgan: { spec: 'wgan-gp', data: 'mnist', epochs: 2 }, free: { spec: 'wgan-gp', data: 'mnist', epochs: 2, set: { lambda: 0 } } },
  async compute({ value }) {
    return { off: Math.abs(value('wgan.gradientNorm') - 1) }
  },
  checks: [
    { what: 'mean ‖∂D/∂ξ‖', measured: 'wgan.gradientNorm', baseline: ['without the penalty', 'free.gradientNorm'] },
    { what: 'mean |‖∂D/∂ξ‖ − 1|, image by image', measured: 'wgan.gradientOff', baseline: ['without the penalty', 'free.gradientOff'] },
    { what: 'distance of the mean from 1', measured: 'off', atMost: 0.1, why: 'a critic of slope 1 measures the distance of the distributions' },
  ],
}
