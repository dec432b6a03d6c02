/**
 * The critic's slope. Penalty and distance have a balance: a critic of slope s sees s·W of the distance W, and s·W − λ (s − 1)²
 * is largest at s = 1 + W ÷ 2λ. W falls from 23 to 2.7 while the generator learns, so that s nears 1, with λ = 20 to 1.06.
 */
import type { Lecture, Training } from '../lecture.ts'

const WGAN = { spec: 'wgan-gp', data: 'mnist' } as const satisfies Training

export const wganGp: Lecture = {
  name: 'wgan-gp',
  about: 'norm of the critic\'s gradient, and what it should be',
  seconds: 250,
  runs: { wgan: { ...WGAN, set: { lambda: 20 } }, free: { ...WGAN, set: { lambda: 0 }, epochs: 2 } },
  async compute({ value }) {
    const slope = value('wgan.gradientNorm')
    return { off: Math.abs(slope - 1), balance: 1 + value('wgan.distance') / slope / 40 }
  },
  checks: [
    { what: 'mean ‖∂D/∂ξ‖, λ = 20', measured: 'wgan.gradientNorm', baseline: ['1 + W ÷ 2λ', 'balance'] },
    { what: 'its distance from 1', measured: 'off', atMost: 0.1, why: 'a critic of slope 1 measures the distance of the distributions' },
    { what: 'mean |‖∂D/∂ξ‖ − 1|, image by image', measured: 'wgan.gradientOff', atMost: 0.1, why: 'so that it does for every image' },
    { what: 'mean ‖∂D/∂ξ‖ without the penalty, two epochs', measured: 'free.gradientNorm' },
  ],
}
