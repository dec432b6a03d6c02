/** MNIST and USPS without pairs. What it is worth is seen beside the untranslated digits only. */
import type { Lecture } from '../lecture.ts'

const DATA = { mnist: 'mnist', usps: 'usps' }

export const cyclegan: Lecture = {
  name: 'cyclegan',
  about: 'digits of MNIST as USPS has them and back, beside untranslated ones',
  seconds: 180,
  runs: { cycle: { spec: 'cyclegan', data: DATA, given: { Judge: { spec: 'judges', data: DATA } } } },
  async compute({ value }) {
    return {
      toUsps: value('cycle.frechetAB') / value('cycle.frechetA'), toMnist: value('cycle.frechetBA') / value('cycle.frechetB'),
      keptA: 100 * (value('cycle.labelsA') - value('cycle.untranslatedA')), keptB: 100 * (value('cycle.labelsB') - value('cycle.untranslatedB')),
    }
  },
  checks: [
    { what: 'Fréchet distance to USPS, by the untranslated', measured: 'toUsps', atMost: 0.75, baseline: ['untranslated', 'cycle.frechetA'], why: 'PyTorch: 0.5 to 0.63' },
    { what: 'Fréchet distance to MNIST, by the untranslated', measured: 'toMnist', atMost: 0.75, baseline: ['untranslated', 'cycle.frechetB'], why: 'PyTorch: 0.5 to 0.63' },
    { what: 'labels kept, MNIST → USPS, less untranslated', measured: 'keptA', atLeast: -1, unit: ' points', baseline: ['untranslated', 'cycle.untranslatedA'], why: 'a translation must not change what is said' },
    { what: 'labels kept, USPS → MNIST, less untranslated', measured: 'keptB', atLeast: -1, unit: ' points', baseline: ['untranslated', 'cycle.untranslatedB'], why: 'a translation must not change what is said',
      cause: 'the weight of the cycle holds the digits and the distances in balance: with 20 no label is lost, and the Fréchet distance to USPS falls to 0.85 only' },
  ],
}
