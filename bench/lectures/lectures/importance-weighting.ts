/** What the bound leaves away: log p(x) by importance sampling with 1, 10 and 100 draws. */
import type { Lecture } from '../lecture.ts'
import { VAE } from './vae.ts'

export const importanceWeighting: Lecture = {
  name: 'importance-weighting',
  about: '−log p(x) of 2,000 test images by 1, 10 and 100 draws',
  seconds: 15,
  runs: { weighted: { spec: 'importance-weighting', data: 'mnist', given: { V: VAE } } },
  compute: async ({ value }) => ({
    apart: Math.abs(value('weighted.nll1') + value('weighted.elbo')),
    bound: -value('weighted.elbo'),
    ten: value('weighted.nll1') - value('weighted.nll10'),
    hundred: value('weighted.nll10') - value('weighted.nll100'),
  }),
  checks: [
    { what: '1 draw, beside the bound', measured: 'apart', atMost: 0.5, unit: ' nats', why: 'one draw is the bound itself' },
    { what: '1 → 10 draws: gain', measured: 'ten', atLeast: 2, atMost: 5, baseline: ['averaging logs', 0], unit: ' nats', mnist: true, why: 'PyTorch: 110.6 → 107.4' },
    { what: '10 → 100 draws: gain', measured: 'hundred', atLeast: 0.7, baseline: ['averaging logs', 0], unit: ' nats', mnist: true, why: 'PyTorch: 107.4 → 106.3' },
    { what: '−log p(x) with 100 draws', measured: 'weighted.nll100', baseline: ['−ELBO', 'bound'], unit: ' nats' },
  ],
}
