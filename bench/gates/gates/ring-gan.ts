/**
 * The ring of eight Gaussians, three seeds. Modes and quality are counted twice: by the spec's metrics, and here from
 * drawn samples. Wrong momentum finds 1 mode; saturating activations find all and hit few (quality 0.09).
 */
import { readFileSync } from 'node:fs'
import type { Check, Gate } from '../gate.ts'
import { parseNpy } from '../../../runtime/data/npy.ts'

const SIGMA = 0.05
const SAMPLES = 10_000

export const ringGan: Gate = {
  name: 'ring-gan',
  about: 'modes found and share of good samples, seeds 0, 1 and 2',
  async measure({ program, specs }) {
    const checks: Check[] = []
    for (const seed of [0, 1, 2]) {
      const run = `ring-gan-${seed}`
      await program.train(`${specs}/ring-gan.gen`, '--data', `ring8:sigma=${SIGMA}`, '--steps', '5000', '--seed', `${seed}`, '-o', run)
      const { metrics } = await program.evaluate(run)
      await program.run('sample', run, '-n', `${SAMPLES}`, '--seed', `${100 + seed}`, '-o', `${run}.npy`)      // other noise than the metric's
      const drawn = countModes(readPoints(program.path(`${run}.npy`)))
      checks.push(
        { what: `seed ${seed}: modes (metric)`, measured: metrics['modes']!, atLeast: 8 },
        { what: `seed ${seed}: modes (samples)`, measured: drawn.modes, atLeast: 8 },
        { what: `seed ${seed}: good samples (metric)`, measured: 100 * metrics['quality']!, atLeast: 85, unit: ' %' },
        { what: `seed ${seed}: good samples (samples)`, measured: 100 * drawn.quality, atLeast: 85, unit: ' %' },
        { what: `seed ${seed}: in the rarest mode`, measured: 100 * drawn.rarest, atLeast: 1, unit: ' %' },
      )
    }
    return checks
  },
}

function readPoints(file: string): Float32Array {
  const column = parseNpy(readFileSync(file), file)
  const points = new Float32Array(2 * column.rows)
  for (let row = 0; row < column.rows; row++) column.read(row, points, 2 * row)
  return points
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
