/** What comes back to G when D wins: from log(1 − D) next to nothing, from −log D enough to learn by. */
import type { Lecture } from '../lecture.ts'

const training = (units: number) => ({ spec: 'saturation', data: 'mnist', set: { units }, epochs: 2 })

export const saturation: Lecture = {
  name: 'saturation',
  about: 'gradient of both forms of G\'s loss under a discriminator that wins',
  seconds: 50,
  runs: { strong: training(512), weak: training(8) },
  async compute({ value }) {
    const ratio = (run: string): number => value(`${run}.usualSignal`) / value(`${run}.minimaxSignal`)
    return { strong: ratio('strong'), weak: ratio('weak') }
  },
  checks: [
    { what: 'D(G(z)) of a D of 512 units: it wins', measured: 'strong.fakes', atMost: 0.1, baseline: ['of 8 units', 'weak.fakes'], why: 'D usually wins' },
    { what: '‖∂ log D‖ ÷ ‖∂ log(1 − D)‖ then', measured: 'strong', atLeast: 5, baseline: ['under a D of 8 units', 'weak'], why: '(1 − D) ÷ D, which is 9 for D(G(z)) = 0.1' },
  ],
}
