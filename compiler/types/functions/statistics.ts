/** Functions of whole arrays: members are rows of a split, or draws. */
import type { Expr } from '../../model/model.ts'
import { showBinder } from '../../model/show.ts'
import { fail } from '../checker.ts'
import { equationState } from '../lookup.ts'
import { callExpr } from '../make.ts'
import { isLabelled, REAL, sameAxes, showShape, UNIT, type Range } from '../value.ts'
import { refusesLabels, unfit, valueOf, valuesOf, type FunctionRow, type Site } from './row.ts'

const COLLECT = 'Collect them first: [x in test: score].'

/** An array with one number a member, of that name; null when a mistake was told. */
function numbers(site: Site, callee: string, name: string): Expr | null {
  const values = valueOf(site, name)
  if (refusesLabels(site, callee, values)) return null
  return values.type.shape.length !== 1 || !isArray(values) ? unfit(site, callee, values, 'an array of numbers', COLLECT) : values
}

/** An array with a vector for each member. */
function vectors(site: Site, callee: string, name: string, example: string): Expr | null {
  const values = valueOf(site, name)
  if (refusesLabels(site, callee, values)) return null
  return values.type.shape.length !== 2 || !isArray(values) ? unfit(site, callee, values, 'an array of vectors', `Collect them first: ${example}.`) : values
}

/** What has a value for each sample is not collected yet. */
const isArray = ({ type }: Expr): boolean => type.per === 'one'

/** Members that are read together must be of the same rows, in the same order. */
function samePopulation(site: Site, callee: string, first: Expr, second: Expr): boolean {
  const [a, b] = [populationOf(site, first), populationOf(site, second)]
  if (a === b && first.type.shape[0]!.size === second.type.shape[0]!.size) return true
  fail(site.env, 'reductions/pairs', { callee, first: a, second: b }, second.span)
  return false
}

/** The binder that an array goes through, as text; through names of equations. */
function populationOf(site: Site, expr: Expr): string {
  if (expr.kind === 'equation') {
    const equation = equationState(site.env.world, expr.name)
    if (equation !== null) return populationOf(site, equation.value)
  }
  return expr.kind === 'bind' && expr.reducer === 'array' ? showBinder(expr.binders[0]!) : showShape(expr.type.shape)
}

const one = (range: Range): { readonly kind: typeof REAL; readonly shape: readonly []; readonly range: Range } => ({ kind: REAL, shape: [], range })

export const STATISTICS: readonly FunctionRow[] = [
  {
    name: 'quantile',
    doc: 'The number below which the share q of the array lies.',
    params: [{ name: 'values', kind: 'value', doc: 'an array: [x in train: score]' }, { name: 'q', kind: 'number', doc: 'a share in [0, 1]' }],
    check(site) {
      const values = numbers(site, 'quantile', 'values')
      const q = site.options['q'] as number
      if (values === null) return null
      if (q < 0 || q > 1) return fail(site.env, 'ranges/share', { value: String(q) }, site.span)
      return callExpr('quantile', [values], one(values.type.range), site.span, { q })
    },
  },
  {
    name: 'auroc',
    doc: 'The probability that a score of the first array exceeds one of the second. 0.5: no better than chance.',
    params: [{ name: 'positives', kind: 'value', doc: 'scores that should be high' }, { name: 'negatives', kind: 'value', doc: 'scores that should be low' }],
    check(site) {
      const [positives, negatives] = [numbers(site, 'auroc', 'positives'), numbers(site, 'auroc', 'negatives')]
      return positives === null || negatives === null ? null : callExpr('auroc', [positives, negatives], one(UNIT), site.span)
    },
  },
  {
    name: 'correlation',
    doc: 'How far two numbers of the same rows lie on a line: from -1 to 1 (Pearson).',
    params: [{ name: 'first', kind: 'value', doc: 'an array: [x in test: a]' }, { name: 'second', kind: 'value', doc: 'an array over the same rows' }],
    check(site) {
      const [first, second] = [numbers(site, 'correlation', 'first'), numbers(site, 'correlation', 'second')]
      if (first === null || second === null || !samePopulation(site, 'correlation', first, second)) return null
      return callExpr('correlation', [first, second], one([-1, 1]), site.span)
    },
  },
  {
    name: 'frechet',
    doc: 'Fréchet distance of two arrays of vectors, each taken for a Gaussian. 0: mean and covariance agree.',
    params: [{ name: 'first', kind: 'value', doc: 'an array of vectors: [x in test: Features(x)]' }, { name: 'second', kind: 'value', doc: 'an array of vectors: [z ~ p(z), 10000: Features(G(z))]' }],
    check(site) {
      const [first, second] = [vectors(site, 'frechet', 'first', '[x in test: Features(x)]'), vectors(site, 'frechet', 'second', '[z ~ p(z), 10000: Features(G(z))]')]
      if (first === null || second === null) return null
      if (!sameAxes(first.type.shape.slice(1), second.type.shape.slice(1))) {
        return unfit(site, 'frechet', second, `vectors of ${showShape(first.type.shape.slice(1))}, as those of the first array`, 'Both arrays hold features of one kind.')
      }
      return callExpr('frechet', [first, second], one([0, Infinity]), site.span)
    },
  },
  {
    name: 'mig',
    doc: 'Mutual information gap: how much more the best number of the code says of a factor than the second best, as a share of its entropy; the mean over factors.',
    params: [{ name: 'codes', kind: 'value', doc: 'an array of vectors: [x in test: Enc(x).mu]' }, { name: 'factors', kind: 'value', rest: true, doc: 'arrays of labels over the same rows: [x in test: y]' }],
    check(site) {
      const codes = vectors(site, 'mig', 'codes', '[x in test: Enc(x).mu]')
      if (codes === null) return null
      const factors = valuesOf(site, 'factors')
      for (const factor of factors) {
        if (!isLabelled(factor.type.kind) || factor.type.shape.length > 2 || factor.type.shape.length < 1 || !isArray(factor)) {
          return unfit(site, 'mig', factor, 'arrays of labels', 'Name the factors that the data come with: [x in test: y].')
        }
        if (!samePopulation(site, 'mig', codes, factor)) return null
      }
      return callExpr('mig', [codes, ...factors], one(UNIT), site.span)
    },
  },
]
