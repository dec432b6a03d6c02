/** Functions of whole arrays of scores. */
import { callExpr } from '../make.ts'
import { fail } from '../checker.ts'
import { REAL, UNIT } from '../value.ts'
import { refusesLabels, unfit, valueOf, type FunctionRow } from './row.ts'

export const STATISTICS: readonly FunctionRow[] = [
  {
    name: 'quantile',
    doc: 'The number below which the share q of the array lies.',
    params: [{ name: 'values', kind: 'value', doc: 'an array: [x in train: score]' }, { name: 'q', kind: 'number', doc: 'a share in [0, 1]' }],
    check(site) {
      const values = valueOf(site, 'values')
      const q = site.options['q'] as number
      if (refusesLabels(site, 'quantile', values)) return null
      if (values.type.shape.length !== 1) return unfit(site, 'quantile', values, 'an array of numbers', 'Collect them first: [x in test: score].')
      if (q < 0 || q > 1) return fail(site.env, 'ranges/share', { value: String(q) }, site.span)
      return callExpr('quantile', [values], { kind: REAL, shape: [], range: values.type.range }, site.span, { q })
    },
  },
  {
    name: 'auroc',
    doc: 'The probability that a score of the first array exceeds one of the second. 0.5: no better than chance.',
    params: [{ name: 'positives', kind: 'value', doc: 'scores that should be high' }, { name: 'negatives', kind: 'value', doc: 'scores that should be low' }],
    check(site) {
      for (const name of ['positives', 'negatives']) {
        const values = valueOf(site, name)
        if (refusesLabels(site, 'auroc', values)) return null
        if (values.type.shape.length !== 1) return unfit(site, 'auroc', values, 'an array of numbers', 'Collect them first: [x in test: score].')
      }
      return callExpr('auroc', [valueOf(site, 'positives'), valueOf(site, 'negatives')], { kind: REAL, shape: [], range: UNIT }, site.span)
    },
  },
]
