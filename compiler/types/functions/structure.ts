/** Functions that arrange, pick or combine. */
import { arithmetic } from '../arithmetic.ts'
import { fail } from '../checker.ts'
import { callExpr } from '../make.ts'
import { originOf } from '../origin.ts'
import { clamped, hull } from '../ranges.ts'
import { broadcast } from '../shape.ts'
import type { Param } from '../signature.ts'
import { insideRange, listSizes, REAL, sameKind, showShape, showType, sizeOf, UNIT, type Range } from '../value.ts'
import { refusesLabels, unfit, valueOf, valuesOf, type FunctionRow, type Site } from './row.ts'
import type { Expr } from '../../model/model.ts'

const param = (name: string, doc: string): Param => ({ name, kind: 'value', doc })
const X = param('x', 'what is rearranged')

/** Two branches of one shape, or one number and a shape. */
function blended(site: Site, op: 'mix' | 'where', a: Expr, b: Expr, by: Expr, args: readonly Expr[]): Expr | null {
  if (refusesLabels(site, op, a) || refusesLabels(site, op, b) || refusesLabels(site, op, by)) return null
  const shape = broadcast(a.type.shape, b.type.shape)
  const whole = shape === null ? null : broadcast(shape, by.type.shape)
  if (shape === null || whole === null) {
    const [left, right] = shape === null ? [a, b] : [a, by]
    return fail(site.env, 'shapes/mismatch', { operator: op, left: showType(left.type), right: showType(right.type) }, site.span)
  }
  return callExpr(op, args, { kind: sameKind(a.type.kind, b.type.kind) ? a.type.kind : REAL, shape: whole, range: hull(a.type.range, b.type.range) }, site.span)
}

/** Joins along an axis: the others must agree. */
function concatenate(site: Site): Expr | null {
  const values = valuesOf(site, 'values')
  const first = values[0]!
  const rank = first.type.shape.length
  const written = site.options['axis'] as number
  const axis = written < 0 ? rank + written : written
  let size = 0
  let range: Range = first.type.range
  for (const value of values) {
    if (refusesLabels(site, 'concatenate', value)) return null
    if (value.type.shape.length === 0) return unfit(site, 'concatenate', value, 'vectors or images', 'Make a vector of the number first: reshape(1).')
    const fits = value.type.shape.length === rank && value.type.shape.every((a, i) => i === axis || a.size === first.type.shape[i]!.size)
    if (!fits || axis < 0 || axis >= rank) {
      const related = [first, value].flatMap((v) => originOf(site.env.world, v) ?? [])
      return fail(site.env, 'shapes/concatenate', { first: showType(first.type), other: showType(value.type), axis: String(written) }, value.span, {
        related, help: value.type.shape.length > rank ? 'Write flatten(…) around the image.' : 'All axes but the joined one must be equal.',
      })
    }
    size += value.type.shape[axis]!.size
    range = hull(range, value.type.range)
  }
  const shape = first.type.shape.map((a, i) => (i === axis ? { size } : a))
  return callExpr('concatenate', values, { kind: REAL, shape, range }, site.span, { axis })
}

export const STRUCTURE: readonly FunctionRow[] = [
  {
    name: 'flatten', doc: 'All numbers of a sample as one vector.', params: [X],
    check(site) {
      const x = valueOf(site, 'x')
      return callExpr('flatten', [x], { ...x.type, shape: [{ size: sizeOf(x.type.shape) }] }, site.span)
    },
  },
  {
    name: 'reshape', doc: 'The same numbers in another shape, rows first.',
    params: [X, { name: 'sizes', kind: 'size', rest: true, doc: 'the new axes' }],
    check(site) {
      const x = valueOf(site, 'x')
      const sizes = site.options['sizes'] as readonly number[]
      const count = sizeOf(x.type.shape)
      const wanted = sizes.reduce((a, b) => a * b, 1)
      if (wanted !== count) {
        const origin = originOf(site.env.world, x)
        return fail(site.env, 'shapes/reshape', { from: showShape(x.type.shape), count: String(count), to: `[${sizes.join(', ')}]`, wanted: String(wanted) }, site.span, {
          help: x.kind === 'layer' && x.layer === 'dense' ? `dense(${wanted}) before it would fit.` : `The sizes must multiply to ${count}.`,
          related: origin === null ? [] : [origin],
        })
      }
      return callExpr('reshape', [x], { ...x.type, shape: sizes.map((size) => ({ size })) }, site.span, { shape: sizes })
    },
  },
  {
    name: 'transpose', doc: 'The axes in reverse order: rows become columns.', params: [X],
    check(site) {
      const x = valueOf(site, 'x')
      if (x.type.shape.length < 2) return unfit(site, 'transpose', x, 'at least two axes', 'A vector has no columns to swap with.')
      return callExpr('transpose', [x], { ...x.type, shape: [...x.type.shape].reverse() }, site.span)
    },
  },
  {
    name: 'concatenate', doc: 'Joins vectors, or images along their channels.',
    params: [{ name: 'values', kind: 'value', rest: true, doc: 'what is joined' }, { name: 'axis', kind: 'number', default: -1, named: true, doc: 'the joined axis: the last unless said' }],
    check: concatenate,
  },
  {
    name: 'oneHot', doc: 'A vector with 1 at the label and 0 elsewhere.',
    params: [X, { name: 'classes', kind: 'size', default: null, doc: 'how many, for plain numbers' }],
    check(site) {
      const x = valueOf(site, 'x')
      const { kind } = x.type
      const known = kind.name === 'label' ? kind.classes : kind.name === 'tokens' ? kind.vocabulary : null
      const classes = known ?? site.options['classes']
      if (typeof classes !== 'number') return unfit(site, 'oneHot', x, 'labels or tokens', 'Declare it label(10), or give the number of classes: oneHot(k, 10).')
      return callExpr('oneHot', [x], { kind: REAL, shape: [...x.type.shape, { size: classes }], range: UNIT }, site.span, { classes })
    },
  },
  {
    name: 'clamp', doc: 'Cuts off below and above.', params: [X, param('low', 'the least value'), param('high', 'the greatest value')],
    check(site) {
      const [x, low, high] = [valueOf(site, 'x'), valueOf(site, 'low'), valueOf(site, 'high')]
      for (const value of [x, low, high]) if (refusesLabels(site, 'clamp', value)) return null
      const shape = broadcast(x.type.shape, low.type.shape)
      const whole = shape === null ? null : broadcast(shape, high.type.shape)
      if (whole === null) return fail(site.env, 'shapes/mismatch', { operator: 'clamp', left: showType(x.type), right: showType(low.type) }, site.span)
      return callExpr('clamp', [x, low, high], { kind: x.type.kind, shape: whole, range: clamped(x.type.range, low.type.range, high.type.range) }, site.span)
    },
  },
  {
    name: 'mix', doc: '(1 - t) a + t b.', params: [param('a', 'at t = 0'), param('b', 'at t = 1'), param('t', 'the share of b, in [0, 1]')],
    check(site) {
      const [a, b, t] = [valueOf(site, 'a'), valueOf(site, 'b'), valueOf(site, 't')]
      const mixed = blended(site, 'mix', a, b, t, [a, b, t])
      return mixed === null || insideRange(t.type.range, [0, 1]) ? mixed : { ...mixed, type: { ...mixed.type, range: null } }
    },
  },
  {
    name: 'where', doc: 'The second value where the first is true, the third elsewhere.',
    params: [param('condition', 'a comparison'), param('then', 'where it holds'), param('otherwise', 'where it does not')],
    check(site) {
      const [c, a, b] = [valueOf(site, 'condition'), valueOf(site, 'then'), valueOf(site, 'otherwise')]
      return blended(site, 'where', a, b, c, [c, a, b])
    },
  },
  ...(['minimum', 'maximum'] as const).map((name): FunctionRow => ({
    name, doc: `The ${name === 'minimum' ? 'smaller' : 'larger'} of two, element by element.`, params: [param('a', 'one'), param('b', 'the other')],
    check: (site) => arithmetic(site.env, name, valueOf(site, 'a'), valueOf(site, 'b'), site.span),
  })),
  {
    name: 'matmul', doc: 'The matrix product.', params: [param('a', 'a matrix or vector'), param('b', 'a matrix')],
    check(site) {
      const [a, b] = [valueOf(site, 'a'), valueOf(site, 'b')]
      if (refusesLabels(site, 'matmul', a) || refusesLabels(site, 'matmul', b)) return null
      const [m, n] = [a.type.shape, b.type.shape]
      if (n.length !== 2) return unfit(site, 'matmul', b, 'a matrix on the right', 'A matrix has two axes.')
      if (m.length < 1 || m.length > 2 || m.at(-1)!.size !== n[0]!.size) {
        return unfit(site, 'matmul', a, `a last axis of ${n[0]!.size} on the left`, `The right side is [${listSizes(n)}].`)
      }
      return callExpr('matmul', [a, b], { kind: REAL, shape: [...m.slice(0, -1), n[1]!], range: null }, site.span)
    },
  },
]
