/** The linear VAE, whose optimum is known: for each β what it leaves, its divergence, and how many latents it uses. */
import type { Check, Lecture } from '../lecture.ts'

/** From the eigenvalues of the covariance of MNIST's training images, computed apart in float64. */
const THEORY = [
  { beta: 0.5, active: 20, divergence: 10.083, loss: 19.438 },
  { beta: 1, active: 12, divergence: 4.334, loss: 22.738 },
  { beta: 2, active: 6, divergence: 1.391, loss: 25.247 },
  { beta: 4, active: 1, divergence: 0.123, loss: 26.297 },
] as const

/** Runs are named without a point: what follows one is a metric. */
const named = (beta: number): string => `β=${beta === 0.5 ? '½' : beta}`

const percent = (found: number, known: number): number => 100 * (found / known - 1)

export const linearVae: Lecture = {
  name: 'linear-vae',
  about: 'loss, divergence and active latents against exact theory, β = ½, 1, 2, 4',
  seconds: 40,
  runs: Object.fromEntries(THEORY.map(({ beta }) => [named(beta), { spec: 'linear-vae', data: 'mnist', set: { beta } }])),
  compute: async ({ value }) => Object.fromEntries(THEORY.flatMap(({ beta, divergence, loss }) => [
    [`excess ${beta}`, percent(value(`${named(beta)}.exactLoss`), loss)],
    [`off ${beta}`, Math.abs(percent(value(`${named(beta)}.divergence`), divergence))],
    [`drawn ${beta}`, Math.abs(percent(value(`${named(beta)}.drawnLoss`), value(`${named(beta)}.exactLoss`)))],
  ])),
  checks: THEORY.flatMap(({ beta, active, divergence, loss }): readonly Check[] => [
    { what: `β = ${beta}: excess over ${loss}, train`, measured: `excess ${beta}`, atMost: beta === 4 ? 0.1 : 0.5, unit: ' %', mnist: true,
      why: beta === 4 ? 'exact optimum; a model without any latent is 0.25 % above it' : 'exact optimum' },
    { what: `β = ${beta}: KL beside ${divergence}`, measured: `off ${beta}`, atMost: 3, unit: ' %', mnist: true, why: 'Σ ½ ln(λ/β) over the eigenvalues λ > β' },
    { what: `β = ${beta}: active latents`, measured: `${named(beta)}.activeUnits`, atLeast: active, atMost: active, mnist: true, why: 'as many as eigenvalues exceed β' },
    { what: `β = ${beta}: loss by draws beside the closed form`, measured: `drawn ${beta}`, atMost: 0.3, unit: ' %', why: 'both are the mean over q' },
  ]),
}
