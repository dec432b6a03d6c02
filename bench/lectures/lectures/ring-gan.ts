/** The ring of eight Gaussians. Modes and quality are counted twice: by the spec's metrics, and here from drawn samples. */
import type { Lecture } from '../lecture.ts'

const SIGMA = 0.05
const SAMPLES = 10_000

export const ringGan: Lecture = {
  name: 'ring-gan',
  about: 'modes found and share of good samples',
  seconds: 20,
  runs: { ring: { spec: 'ring-gan', data: `ring8:sigma=${SIGMA}` } },
  async compute({ sample }) {
    return { ...countModes(await sample('ring', SAMPLES)) }
  },
  checks: [
    { what: 'modes', measured: 'ring.modes', atLeast: 8, baseline: ['β₁ = 0.9', 1], why: 'PyTorch finds 8, each with at least 1 % of the samples' },
    { what: 'modes, from drawn samples', measured: 'modes', atLeast: 8, why: 'PyTorch finds 8, each with at least 1 % of the samples' },
    { what: 'samples within 3σ of a mode', measured: 'ring.quality', atLeast: 0.85, baseline: ['tanh and Xavier', 0.09], why: 'PyTorch: 0.93 to 0.96' },
    { what: 'of the drawn samples', measured: 'quality', atLeast: 0.85, why: 'PyTorch: 0.93 to 0.96' },
    { what: 'share of the rarest mode', measured: 'rarest' },
  ],
}

/** A sample is good within 3σ of a mode; a mode is found when 1 % of all samples are good for it. */
function countModes(points: Float32Array): { readonly modes: number; readonly quality: number; readonly rarest: number } {
  const samples = points.length / 2
  const counts = new Array<number>(8).fill(0)
  for (let i = 0; i < samples; i++) {
    for (let mode = 0; mode < 8; mode++) {
      const angle = mode * Math.PI / 4
      if (Math.hypot(points[2 * i]! - Math.cos(angle), points[2 * i + 1]! - Math.sin(angle)) < 3 * SIGMA) counts[mode]!++
    }
  }
  // The discs do not overlap, so no sample is good twice.
  const shares = counts.map((count) => count / samples)
  return { modes: shares.filter((share) => share >= 0.01).length, quality: shares.reduce((a, b) => a + b), rarest: Math.min(...shares) }
}
