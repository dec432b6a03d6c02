/** Two clouds without pairs, and the map between them, which is known. A perfect cycle does not prove a right map. */
import type { Lecture } from '../lecture.ts'

export const cycleClouds: Lecture = {
  name: 'cycle-clouds',
  about: 'error of an unpaired map in the plane, and of the way back',
  seconds: 30,
  runs: { clouds: { spec: 'cycle-clouds' } },
  checks: [
    { what: 'error of the map', measured: 'clouds.mapError', atMost: 0.2, baseline: ['no map', 'clouds.identity'], why: 'PyTorch: 0.09 to 0.11; without the residual 1.3 to 2.0' },
    { what: 'error of the cycle', measured: 'clouds.cycleError', atMost: 0.02, why: 'PyTorch: 0.0012 to 0.0016' },
  ],
}
