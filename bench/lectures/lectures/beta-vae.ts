/** Higher β, smaller latent. */
import type { Check, Lecture } from '../lecture.ts'

const BETAS = [0.5, 1, 2, 4] as const
/** KL and active units in PyTorch, without a warm-up. */
const PYTORCH = { 0.5: [34.3, 20], 1: [24.3, 20], 2: [16.1, 18], 4: [8.5, 12] } as const

/** Runs are named without a point: what follows one is a metric. */
const named = (beta: number): string => `β=${beta === 0.5 ? '½' : beta}`

export const betaVae: Lecture = {
  name: 'beta-vae',
  about: 'divergence and active units for β = ½, 1, 2, 4',
  seconds: 100,
  runs: Object.fromEntries(BETAS.map((beta) => [named(beta), { spec: 'beta-vae', data: 'mnist', set: { beta } }])),
  compute: async ({ value }) => Object.fromEntries(BETAS.slice(1).map((beta, i) => [`most ${beta}`, 0.8 * value(`${named(BETAS[i]!)}.divergence`)])),
  checks: [
    ...BETAS.map((beta, i): Check => ({
      what: `β = ${beta}: KL`, measured: `${named(beta)}.divergence`, baseline: ['PyTorch', PYTORCH[beta][0]], unit: ' nats', mnist: true,
      ...(i > 0 ? { atMost: `most ${beta}`, why: '0.8 of the one before; equal where β is ignored' } : {}),
    })),
    ...BETAS.map((beta, i): Check => ({
      what: `β = ${beta}: active units`, measured: `${named(beta)}.activeUnits`, baseline: ['PyTorch', PYTORCH[beta][1]], mnist: true,
      ...(i > 0 ? { atMost: beta === 4 ? 14 : `${named(BETAS[i - 1]!)}.activeUnits`, why: beta === 4 ? 'PyTorch keeps 11 to 12' : 'not more than before' } : {}),
    })),
    { what: 'β = 4: active units beside β = 2', measured: 'β=4.activeUnits', atMost: 'β=2.activeUnits', mnist: true, why: 'not more than before' },
  ],
}
