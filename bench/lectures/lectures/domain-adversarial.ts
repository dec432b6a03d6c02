/** MNIST to USPS without a label of USPS: the target's accuracy with the adversary less that without, pair by pair. */
import type { Lecture, Training } from '../lecture.ts'

const PAIRS = [0, 1, 2, 3, 4]
const training = (strength: number, seed: number): Training =>
  ({ spec: 'domain-adversarial', data: { mnist: 'mnist', usps: 'usps' }, set: { strength }, seed: 10 * seed })

export const domainAdversarial: Lecture = {
  name: 'domain-adversarial',
  about: 'accuracy on USPS, learned from MNIST, with and without the adversary, five pairs of seeds',
  seconds: 110,
  runs: Object.fromEntries(PAIRS.flatMap((seed) => [[`with${seed}`, training(0.1, seed)], [`without${seed}`, training(0, seed)]])),
  async compute({ value }) {
    const [before, after] = ['without', 'with'].map((name) => PAIRS.map((seed) => 100 * value(`${name}${seed}.targetAccuracy`))) as [number[], number[]]
    const gains = PAIRS.map((_, i) => after[i]! - before[i]!)
    return { gain: mean(gains), least: Math.min(...gains), before: mean(before), after: mean(after) }
  },
  checks: [
    { what: 'USPS, accuracy with the adversary', measured: 'after', baseline: ['without', 'before'], unit: ' %' },
    { what: 'gain, mean of five pairs', measured: 'gain', atLeast: 1, unit: ' points', why: 'PyTorch: + 1.4 to 2.4 with this kind of network' },
    { what: 'gain, the least of them', measured: 'least', atLeast: 0, unit: ' points', why: 'PyTorch: no pair lost' },
  ],
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
