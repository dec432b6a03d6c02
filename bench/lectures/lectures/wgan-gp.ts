/**
 * The critic's slope. Penalty and distance have a balance: a critic of slope s sees s·W of the distance W, and s·W − λ (s − 1)²
 * is largest at s = 1 + W ÷ 2λ. Distances between images are large (W of 12 and more here), so that λ = 10 lets s be nearly 2.
 */
import type { Lecture } from '../lecture.ts'

const training = (lambda: number) => ({ spec: 'wgan-gp', data: 'mnist', epochs: 2, set: { lambda } })

export const wganGp: Lecture = {
  name: 'wgan-gp',
  about: 'norm of the critic\'s gradient, and what it should be',
  seconds: 110,
  runs: { wgan: training(100), usual: training(10), free: training(0) },
  async compute({ value }) {
    const slope = value('wgan.gradientNorm')
    return { off: Math.abs(slope - 1), balance: 1 + value('wgan.distance') / slope / 200 }
  },
  checks: [
    { what: 'mean ‖∂D/∂ξ‖, λ = 100', measured: 'wgan.gradientNorm', baseline: ['1 + W ÷ 2λ', 'balance'] },
    { what: 'its distance from 1', measured: 'off', atMost: 0.1, why: 'a critic of slope 1 measures the distance of the distributions' },
    { what: 'mean |‖∂D/∂ξ‖ − 1|, image by image', measured: 'wgan.gradientOff' },
    { what: 'mean ‖∂D/∂ξ‖, λ = 10', measured: 'usual.gradientNorm', baseline: ['without the penalty', 'free.gradientNorm'] },
  ],
}
