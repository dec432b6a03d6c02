/** The contraction of the spec against formulas written by hand, and its gradient against central differences in float64. */
import { describe, expect, test } from 'vitest'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { laboratory, only, type Laboratory, type Named } from '../lower/laboratory.ts'
import { specWith } from './small.ts'

const [pixels, units, batch] = [12, 5, 3]
const small = {
  '[28, 28, 1]': '[4, 3, 1]', '(28, 28, 1)': '(4, 3, 1)', 'dense(784': `dense(${pixels}`, 'dense(300': `dense(${units}`, 'h[300]': `h[${units}]`,
  'adam(1e-3)': 'sgd(1)', 'batch 128': `batch ${batch}`,
}
const spec = specWith('contractive', small)
/** Without closed form: the Jacobian goes through two layers. */
const deep = specWith('contractive', {
  'flatten -> dense(300': 'flatten -> dense(4, tanh) -> dense(300', 'sigmoid, kernel: transpose(Enc.code.kernel)': 'sigmoid', ...small,
})
const onlyContraction = (source: string): string => source.replace('minimize reconstruction + contraction', 'minimize contraction')

test('its value is λ times the mean of Σ (h (1 − h))² ‖w‖²', () => {
  const lab = laboratory(spec)
  const x = lab.feeds('round', batch)['x']!.data
  const w = lab.store['Enc.code.kernel']!.data
  const b = lab.store['Enc.code.bias']!.data
  let total = 0
  for (let n = 0; n < batch; n++) {
    for (let j = 0; j < units; j++) {
      let [a, length] = [b[j]!, 0]
      for (let i = 0; i < pixels; i++) {
        a += x[n * pixels + i]! * w[i * units + j]!
        length += w[i * units + j]! ** 2
      }
      const h = 1 / (1 + Math.exp(-a))
      total += (h * (1 - h)) ** 2 * length
    }
  }
  expect(only(lab.run('round', { batch }).outputs['contraction'])).toBeCloseTo(0.1 * total / batch, 12)
})

describe('the gradient of the compiled penalty equals central differences', () => {
  for (const [name, source] of Object.entries({ 'one sigmoid layer': spec, 'two layers': deep })) {
    test(name, () => {
      const lab = laboratory(onlyContraction(source))
      const entries = Object.keys(lab.run('round', { batch }).updates).filter((entry) => entry.startsWith('Enc.'))
      expect(entries.length).toBe(name === 'two layers' ? 4 : 2)
      const { updates } = lab.run('round', { batch })
      for (const entry of entries) {
        // With rate 1, a step is the gradient.
        const found = Array.from(lab.store[entry]!.data, (value, i) => value - updates[entry]!.data[i]!)
        const wanted = found.map((_, i) => (at(lab, entry, i, 1e-5) - at(lab, entry, i, -1e-5)) / 2e-5)
        const size = Math.hypot(...wanted)
        expect(size).toBeGreaterThan(1e-3)
        expect(Math.hypot(...found.map((value, i) => value - wanted[i]!)) / size, entry).toBeLessThan(1e-7)
      }
    })
  }
})

/** The contraction with one number of an entry moved. */
function at(lab: Laboratory, entry: string, i: number, by: number): number {
  const { shape, data } = lab.store[entry]!
  const moved: Named = { [entry]: tensor64(shape, Array.from(data, (value, k) => (k === i ? value + by : value))) }
  return only(lab.run('round', { batch, store: moved }).outputs['contraction'])
}
