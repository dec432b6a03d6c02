/** A Gaussian bent into two moons, whose curves are known: how near the samples come to them, and how they are shared. */
import type { Lecture } from '../lecture.ts'

export const transformGan: Lecture = {
  name: 'transform-gan',
  about: 'samples near the two moons',
  seconds: 25,
  runs: { moons: { spec: 'transform-gan', data: 'moons' } },
  checks: [
    { what: 'samples within 3σ of a moon', measured: 'moons.near', atLeast: 0.9, why: 'as of the ring of eight, where PyTorch has 0.93 to 0.96' },
    { what: 'of them on the upper moon, at least', measured: 'moons.balance', atLeast: 0.4, atMost: 0.6, why: 'each moon has half of the data' },
  ],
}
