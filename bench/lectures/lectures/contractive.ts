/** What the contraction does: the same network trained with and without it. */
import type { Lecture, Training } from '../lecture.ts'

const contraction = (lambda: number): Training => ({ spec: 'contractive', data: 'mnist', set: { lambda } })

export const contractive: Lecture = {
  name: 'contractive',
  about: 'mean ‖J‖² with λ = 0.1 against λ = 0, and what it costs',
  seconds: 60,
  runs: { free: contraction(0), pulled: contraction(0.1) },
  compute: async ({ value }) => ({ ratio: value('pulled.jacobianNorm') / value('free.jacobianNorm') }),
  checks: [
    { what: 'mean ‖J‖², test', measured: 'pulled.jacobianNorm', baseline: ['λ = 0', 'free.jacobianNorm'] },
    { what: '‖J‖² by that of λ = 0', measured: 'ratio', atMost: 0.4, baseline: ['λ ignored', 1], why: 'PyTorch: 98 → 30' },
    { what: 'squared error, test', measured: 'pulled.squaredError', atMost: 10, baseline: ['λ = 0', 'free.squaredError'], mnist: true, why: 'PyTorch: 8.9, and 21 with λ = 1' },
  ],
}
