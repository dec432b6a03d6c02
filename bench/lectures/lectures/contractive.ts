/** What the contraction does: the same network trained with and without it, and a linear probe on both codes. */
import type { Lecture, Training } from '../lecture.ts'

const contraction = (lambda: number): Training => ({ spec: 'contractive', data: 'mnist', set: { lambda } })
const probe = (lambda: number): Training => ({ spec: 'probe', data: 'mnist', given: { A: contraction(lambda) } })

export const contractive: Lecture = {
  name: 'contractive',
  about: 'mean ‖J‖² with λ = 0.1 against λ = 0, what it costs, and what a linear probe reads off the code',
  seconds: 90,
  runs: { free: contraction(0), pulled: contraction(0.1), 'probe free': probe(0), 'probe pulled': probe(0.1) },
  compute: async ({ value }) => ({
    ratio: value('pulled.jacobianNorm') / value('free.jacobianNorm'),
    free: 100 * value('probe free.codeAccuracy'), pulled: 100 * value('probe pulled.codeAccuracy'), raw: 100 * value('probe free.rawAccuracy'),
    gain: 100 * (value('probe pulled.codeAccuracy') - value('probe free.codeAccuracy')),
  }),
  checks: [
    { what: 'mean ‖J‖², test', measured: 'pulled.jacobianNorm', baseline: ['λ = 0', 'free.jacobianNorm'] },
    { what: '‖J‖² by that of λ = 0', measured: 'ratio', atMost: 0.4, baseline: ['λ ignored', 1], why: 'PyTorch: 98 → 30' },
    { what: 'squared error, test', measured: 'pulled.squaredError', atMost: 10, baseline: ['λ = 0', 'free.squaredError'], mnist: true, why: 'PyTorch: 8.9, and 21 with λ = 1' },
    { what: 'linear probe on the code', measured: 'pulled', baseline: ['λ = 0', 'free'], unit: ' %' },
    { what: 'linear probe on the pixels', measured: 'raw', unit: ' %' },
    { what: 'more than on the code of λ = 0', measured: 'gain', atLeast: 0.5, baseline: ['PyTorch', 2], unit: ' points', mnist: true, why: 'PyTorch: 94.0 → 96.0' },
  ],
}
