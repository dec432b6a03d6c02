/** One Gaussian fitted to two modes by each direction of the divergence. */
import type { Lecture } from '../lecture.ts'

/** What the spec fits to: N(±2, 0.6²), half each. */
const [CENTRE, SPREAD] = [2, 0.6] as const

export const klFit: Lecture = {
  name: 'kl-fit',
  about: 'KL(p‖q) covers both modes, KL(q‖p) seeks one',
  seconds: 6,
  runs: { fit: { spec: 'kl-fit' } },
  async compute({ tensors, value }) {
    const store = tensors('fit')
    const at = (name: string): number => store[name]!.data[0]!
    return {
      covering: Math.abs(at('m1')), width: Math.exp(at('s1')), both: Math.sqrt(SPREAD ** 2 + CENTRE ** 2),
      seeking: Math.abs(Math.abs(at('m2')) - CENTRE), narrow: Math.exp(at('s2')),
      byDraws: Math.abs(value('fit.byDraws') / value('fit.closedForm') - 1),
    }
  },
  checks: [
    { what: 'KL(p‖q): distance of the mean from the middle', measured: 'covering', atMost: 0.2, baseline: ['distance of a mode', CENTRE], why: 'at the optimum q has the mean of p, 0' },
    { what: 'KL(p‖q): standard deviation', measured: 'width', atLeast: 1.95, atMost: 2.25, baseline: ['that of p', 'both'], why: 'at the optimum q has the variance of p, 0.6² + 2²' },
    { what: 'KL(q‖p): distance of the mean from a mode', measured: 'seeking', atMost: 0.1, baseline: ['from the middle', CENTRE], why: 'at the optimum q sits on one mode; the other adds e^(−2²/0.6²)' },
    { what: 'KL(q‖p): standard deviation', measured: 'narrow', atLeast: 0.54, atMost: 0.66, baseline: ['that of a mode', SPREAD], why: 'at the optimum q is as wide as the mode' },
    { what: 'KL(p‖q) covers: share of p within 2 standard deviations of q', measured: 'fit.covered1', atLeast: 0.95, baseline: ['KL(q‖p)', 'fit.covered2'], why: 'q is as wide as both modes' },
    { what: 'KL(q‖p) seeks: share of q in the gap of p', measured: 'fit.wasted2', atMost: 0.05, baseline: ['KL(p‖q)', 'fit.wasted1'], why: 'p has 1 % there' },
    { what: 'KL(q‖p) at its optimum', measured: 'fit.reverse', atLeast: 0.66, atMost: 0.72, baseline: ['log 2', Math.LN2], unit: ' nats', why: 'log 2: q is twice as high as its half of p' },
    { what: 'closed form of KL beside 10,000 draws', measured: 'byDraws', atMost: 0.05, why: 'both are E[log a − log b]' },
    { what: 'KL of a density to itself', measured: 'fit.toItself', atMost: 1e-6, why: '0 where both are equal' },
  ],
}
