/** What the contraction does: the same network trained with and without it. PyTorch: 98 → 30, squared error 5.1 → 8.9. */
import type { Gate } from '../gate.ts'

export const contractive: Gate = {
  name: 'contractive',
  about: 'mean ‖J‖² with λ = 0.1 against λ = 0',
  async measure({ program, data, mnist, specs }) {
    const evaluated = []
    for (const lambda of [0, 0.1]) {
      const run = `contractive-${lambda}`
      await program.train(`${specs}/contractive.gen`, '--data', data, '--set', `lambda=${lambda}`, '--seed', '0', '-o', run)
      evaluated.push((await program.evaluate(run)).metrics)
    }
    const [free, pulled] = evaluated
    return [
      { what: 'λ = 0: mean ‖J‖², test', measured: free!['jacobianNorm']! },
      { what: 'λ = 0.1: mean ‖J‖², test', measured: pulled!['jacobianNorm']! },
      { what: 'second by first', measured: pulled!['jacobianNorm']! / free!['jacobianNorm']!, atMost: 0.4 },
      { what: 'λ = 0: squared error, test', measured: free!['squaredError']! },
      { what: 'λ = 0.1: squared error, test', measured: pulled!['squaredError']!, ...(mnist ? { atMost: 10 } : {}) },
    ]
  },
}
