/** Reductions within a sample: over all event axes, or over one. */
import type { Axis, Builtin, Expr, NumberKind } from '../../model/model.ts'
import { fail } from '../checker.ts'
import { arithmetic } from '../arithmetic.ts'
import { callExpr } from '../make.ts'
import { summed } from '../ranges.ts'
import type { Param } from '../signature.ts'
import { REAL, showShape, sizeOf, type Range } from '../value.ts'
import { refusesLabels, unfit, valueOf, valuesOf, type FunctionRow, type Site } from './row.ts'

const AXIS: Param = { name: 'axis', kind: 'number', default: null, named: true, doc: 'the one axis to reduce, counted from 0; from the end when negative' }
const X: Param = { name: 'x', kind: 'value', doc: 'what is reduced' }

/** The position of the axis asked for, null for all, undefined after a mistake. */
function axisOf(site: Site, value: Expr): number | null | undefined {
  const written = site.options['axis']
  if (typeof written !== 'number') return null
  const rank = value.type.shape.length
  const axis = written < 0 ? rank + written : written
  if (Number.isInteger(axis) && axis >= 0 && axis < rank) return axis
  fail(site.env, 'shapes/axis', { axis: String(written), shape: showShape(value.type.shape) }, site.span)
  return undefined
}

const without = (shape: readonly Axis[], axis: number | null): readonly Axis[] => (axis === null ? [] : shape.filter((_, i) => i !== axis))

function reduce(site: Site, op: Builtin, kind: (k: NumberKind) => NumberKind, range: (r: Range, n: number) => Range): Expr | null {
  const value = valueOf(site, 'x')
  const axis = axisOf(site, value)
  if (axis === undefined || refusesLabels(site, op, value)) return null
  const { shape } = value.type
  const n = axis === null ? sizeOf(shape) : shape[axis]!.size
  return callExpr(op, [value], { kind: kind(value.type.kind), shape: without(shape, axis), range: range(value.type.range, n) }, site.span, axis === null ? {} : { axis })
}

const same = (k: NumberKind): NumberKind => k
const real = (): NumberKind => REAL

/** `max(a, b)` compares element by element, `max(v)` within. */
function extreme(site: Site, within: 'max' | 'min', between: 'maximum' | 'minimum'): Expr | null {
  const values = valuesOf(site, 'x')
  if (values.length === 1) return reduce(site, within, same, (r) => r)
  let result = values[0]!
  for (const next of values.slice(1)) {
    const joined = arithmetic(site.env, between, result, next, site.span)
    if (joined === null) return null
    result = joined
  }
  return result
}

const MANY: Param = { name: 'x', kind: 'value', rest: true, doc: 'one value to look through, or several to compare element by element' }

export const REDUCTIONS: readonly FunctionRow[] = [
  { name: 'sum', doc: 'Adds up the elements of one sample.', params: [X, AXIS], check: (site) => reduce(site, 'sum', real, summed) },
  { name: 'mean', doc: 'Averages the elements of one sample; of a distribution, its mean.', params: [X, AXIS], check: (site) => reduce(site, 'mean', same, (r) => r) },
  { name: 'max', doc: 'The largest element; of several values, the larger one in each place.', params: [MANY, AXIS], check: (site) => extreme(site, 'max', 'maximum') },
  { name: 'min', doc: 'The smallest element; of several values, the smaller one in each place.', params: [MANY, AXIS], check: (site) => extreme(site, 'min', 'minimum') },
  { name: 'logSumExp', doc: 'log of the sum of exponentials, computed safely.', params: [X, AXIS], check: (site) => reduce(site, 'logSumExp', real, () => null) },
  {
    name: 'argmax', doc: 'The position of the largest element along the last axis, as a label.', params: [X, AXIS],
    check(site) {
      const value = valueOf(site, 'x')
      const rank = value.type.shape.length
      const axis = axisOf(site, value)
      if (axis === undefined || refusesLabels(site, 'argmax', value)) return null
      if (rank === 0) return unfit(site, 'argmax', value, 'a vector', 'There is nothing to choose from in one number.')
      const at = axis ?? rank - 1
      const classes = value.type.shape[at]!.size
      return callExpr('argmax', [value], { kind: { name: 'label', classes }, shape: without(value.type.shape, at), range: null }, site.span, { axis: at })
    },
  },
]
