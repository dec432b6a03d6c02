/** The grid of 25 Gaussians: modes found, with as many numbers in z as the plane has and with more. */
import type { Lecture } from '../lecture.ts'

const training = (latent: number) => ({ spec: 'grid-gan', data: 'grid25', set: { latent } })

export const gridGan: Lecture = {
  name: 'grid-gan',
  about: 'modes found out of 25',
  seconds: 80,
  runs: { grid: training(8), narrow: training(2) },
  checks: [
    { what: 'modes', measured: 'grid.modes', atLeast: 25, median: true, baseline: ['z of 2 numbers', 'narrow.modes'], why: 'each mode with at least 1 % of the samples; a seed in three misses some' },
    { what: 'samples within 3σ of a mode', measured: 'grid.quality', baseline: ['z of 2 numbers', 'narrow.quality'] },
  ],
}
