/** Built-in functions: one row each, from values to a value. */
import type { Attrs, Dim, Shape } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { Builtin, Expr } from '../model/model.ts'
import type { ResizeMethod } from '../ops/resampling.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'
import {
  averagePool2d, indicator, logSumExp, maxPool2d, reshape, resizeAxis, scalar, transpose, upSampling2d
} from '../ops/compose.ts'
import { sameShape } from '../graph/graph.ts'
import { Unsupported } from './scope.ts'
import { align, eventAxes, eventOf, eventRank, leadSizes, mapCollapsed, plain, reduceEvent, reshapeEvent, spread, unionLead } from './value.ts'

type CallExpr = Extract<Expr, { kind: 'call' }>
type Options = CallExpr['options']
type Row = (scope: Scope, args: readonly Value[], expr: CallExpr) => Value

/** An op applied element by element to operands lined up; numbers of different sorts meet as float32. */
export function elementwise(scope: Scope, op: string, args: readonly Value[], attrs: Attrs = {}): Value {
  const { builder } = scope.target
  const { refs, lead } = align(builder, args)
  return { ref: builder.add(op, sameNumbers(scope, refs), attrs), lead }
}

function sameNumbers(scope: Scope, refs: readonly Ref[]): readonly Ref[] {
  if (refs.every((r) => r.dtype === refs[0]!.dtype)) return refs
  return refs.map((r) => (r.dtype === 'float32' ? r : scope.target.builder.add('cast', [r], { dtype: 'float32' })))
}

const map = (op: string, attrs: (o: Options) => Attrs = () => ({})): Row => (scope, args, expr) => elementwise(scope, op, args, attrs(expr.options))

const compare = (op: string): Row => (scope, args) => {
  const truth = elementwise(scope, op, args)
  return { ...truth, ref: indicator(scope.target.builder, truth.ref) }
}

/** `and`, `or`, `not` on numbers that are 0 or 1. */
const logic = (op: string): Row => (scope, args) => {
  const { builder } = scope.target
  const truths = args.map((a) => ({ ...a, ref: builder.add('cast', [a.ref], { dtype: 'bool' }) }))
  const { refs, lead } = align(builder, truths)
  return { ref: indicator(builder, builder.add(op, refs)), lead }
}

const reduce = (op: 'sum' | 'mean' | 'max' | 'min'): Row => (scope, [x], expr) =>
  reduceEvent(scope.target.builder, op, x!, expr.options['axis'] as number | undefined)

const isNumber = (e: Expr | undefined, value: number): boolean => e?.kind === 'constant' && e.value === value

/** Keeps the logit of a probability beside it. */
const sigmoid: Row = (scope, [x]) => {
  const y = elementwise(scope, 'sigmoid', [x!])
  return { ...y, logit: x!.ref }
}

/** `alpha (eˣ − 1)` below 0: the op has alpha 1, and below 0 its result is scaled. */
const elu: Row = (scope, [x], expr) => {
  const alpha = expr.options['alpha'] as number
  const y = elementwise(scope, 'elu', [x!])
  return alpha === 1 ? y : elementwise(scope, 'leakyRelu', [y], { alpha })
}

/** `x · Φ(x)`, the exact form (Hendrycks & Gimpel 2016): Φ is the distribution function of Normal(0, 1), `½ + ½ erf(x / √2)`. */
const gelu: Row = (scope, [x]) => {
  const number = (v: number): Value => plain(scalar(scope.target.builder, v))
  const share = elementwise(scope, 'erf', [elementwise(scope, 'mul', [x!, number(Math.SQRT1_2)])])
  return elementwise(scope, 'mul', [x!, elementwise(scope, 'add', [elementwise(scope, 'mul', [share, number(0.5)]), number(0.5)])])
}

/** `1 − p` is the probability with the opposite logit. */
const sub: Row = (scope, args, expr) => {
  const difference = elementwise(scope, 'sub', args)
  const [, p] = args
  return isNumber(expr.args[0], 1) && p!.logit ? { ...difference, logit: scope.target.builder.add('neg', [p!.logit]) } : difference
}

/** `log σ(a) = −softplus(−a)`: exact where σ(a) has rounded to 0 or 1. */
const log: Row = (scope, [x]) => {
  if (!x!.logit) return elementwise(scope, 'log', [x!])
  const { builder } = scope.target
  return { ref: builder.add('neg', [builder.add('softplus', [builder.add('neg', [x!.logit])])]), lead: x!.lead }
}

export function sumOfSquares(scope: Scope, x: Value): Value {
  return reduceEvent(scope.target.builder, 'sum', elementwise(scope, 'square', [x]))
}

/** Below this the norm is flat: its derivative at 0 is taken as 0, not as 0/0. */
const SMALLEST_SQUARE = 1e-24

const norm: Row = (scope, [x]) => {
  const squares = sumOfSquares(scope, x!)
  return elementwise(scope, 'sqrt', [elementwise(scope, 'maximum', [squares, plain(scalar(scope.target.builder, SMALLEST_SQUARE))])])
}

/** Powers people write: squares and roots have their own ops; a squared norm never takes the root. */
const pow: Row = (scope, args, expr) => {
  if (isNumber(expr.args[1], 2)) return elementwise(scope, 'square', [args[0]!])
  if (isNumber(expr.args[1], 0.5)) return elementwise(scope, 'sqrt', [args[0]!])
  if (isNumber(expr.args[1], 1)) return args[0]!
  return elementwise(scope, 'pow', args)
}

const argmax: Row = (scope, [x], expr) => {
  const axis = (expr.options['axis'] as number | undefined) ?? -1
  const at = x!.lead.length + (axis < 0 ? axis + eventRank(x!) : axis)
  return { ref: scope.target.builder.add('argMax', [x!.ref], { axis: at }), lead: x!.lead }
}

/** Over one axis, or over the whole event as one. */
const logSumExpOf: Row = (scope, [x], expr) => {
  const axis = expr.options['axis'] as number | undefined
  const of = axis === undefined ? flatten(scope, x!) : x!
  const at = axis === undefined ? -1 : axis < 0 ? axis : of.lead.length + axis
  return { ref: logSumExp(scope.target.builder, of.ref, at), lead: of.lead }
}

const lastAxis = (op: string): Row => (scope, [x]) => ({ ref: scope.target.builder.add(op, [x!.ref]), lead: x!.lead })

const concatenate: Row = (scope, args, expr) => {
  const { builder } = scope.target
  const { lead } = align(builder, args)
  const parts = args.map((a) => spread(builder, a, lead))
  const axis = (expr.options['axis'] as number | undefined) ?? -1
  const rank = parts[0]!.ref.shape.length
  return { ref: builder.add('concat', parts.map((p) => p.ref), { axis: axis < 0 ? rank + axis : lead.length + axis }), lead }
}

export const flatten = (scope: Scope, x: Value): Value =>
  reshapeEvent(scope.target.builder, x, [eventOf(x).reduce<number>((n, d) => n * (d as number), 1)])

/** The event's axes reversed, or permuted by `perm`. */
const transposeEvent: Row = (scope, [x], expr) => {
  const axes = eventAxes(x!)
  const given = expr.options['perm'] as readonly number[] | undefined
  const perm = [...x!.lead.keys()].concat(given ? given.map((p) => axes[p]!) : axes.reverse())
  return { ref: transpose(scope.target.builder, x!.ref, perm), lead: x!.lead }
}

export function oneHot(scope: Scope, x: Value, depth: number): Value {
  const { builder } = scope.target
  // Class numbers (`k in 0..9`) may stand for labels.
  const classes = x.ref.dtype === 'int32' ? x.ref : builder.add('cast', [x.ref], { dtype: 'int32' })
  return { ref: builder.add('oneHot', [classes], { depth }), lead: x.lead }
}

const pair = (value: unknown): readonly [number, number] => (Array.isArray(value) ? [value[0] as number, value[1] as number] : [value as number, value as number])

/** Whole windows only, as Keras pools with `valid` padding: what is left over at the right and at the bottom is cut off. */
const pool = (f: typeof maxPool2d): Row => (scope, [x], expr) => {
  const { builder } = scope.target
  const [h, w] = pair(expr.options['size'])
  return mapCollapsed(builder, x!, (r) => {
    const [batch, height, width, channels] = r.shape as [Dim, number, number, number]
    const whole = [batch, height - (height % h), width - (width % w), channels]
    return f(builder, sameShape(whole, r.shape) ? r : builder.add('slice', [r], { begin: [0, 0, 0, 0], size: whole }), [h, w])
  })
}

const enlarge: Row = (scope, [x], expr) =>
  mapCollapsed(scope.target.builder, x!, (r) => upSampling2d(scope.target.builder, r, pair(expr.options['size'])))

const resize: Row = (scope, [x], expr) => {
  const [height, width] = pair(expr.options['size'])
  const method = expr.options['method'] as ResizeMethod
  const { builder } = scope.target
  return mapCollapsed(builder, x!, (r) => resizeAxis(builder, resizeAxis(builder, r, 1, height, method), 2, width, method))
}

/** A function of pictures on a signal [steps, channels], which is a picture of height 1. */
const ofSignal = (row: Row): Row => (scope, [x], expr) => {
  const { builder } = scope.target
  const result = row(scope, [reshapeEvent(builder, x!, [1, ...eventOf(x!)])], { ...expr, options: { size: [1, expr.options['size'] as number] } })
  return reshapeEvent(builder, result, eventOf(result).slice(1))
}

/** `mix(a, b, t) = a + t (b − a)`: all `a` at 0, all `b` at 1. */
const mix: Row = (scope, [a, b, t]) => elementwise(scope, 'add', [a!, elementwise(scope, 'mul', [t!, elementwise(scope, 'sub', [b!, a!])])])

const where: Row = (scope, [condition, a, b]) => {
  const { builder } = scope.target
  return select(scope, { ...condition!, ref: builder.add('cast', [condition!.ref], { dtype: 'bool' }) }, a!, b!)
}

/** `a` where the condition (bool) holds, else `b`. */
export function select(scope: Scope, condition: Value, a: Value, b: Value): Value {
  const { refs, lead } = align(scope.target.builder, [condition, a, b])
  return { ref: scope.target.builder.add('select', refs), lead }
}

const clamp: Row = (scope, [x, low, high], expr) => {
  const [, lowExpr, highExpr] = expr.args
  if (lowExpr?.kind === 'constant' && highExpr?.kind === 'constant') return elementwise(scope, 'clamp', [x!], { low: lowExpr.value, high: highExpr.value })
  return elementwise(scope, 'minimum', [elementwise(scope, 'maximum', [x!, low!]), high!])
}

/** Needs all rows of a split at once, which no program has: `lowerStatistic` leaves it to the runtime. */
const wholeSplit: Row = (_scope, _args, expr) => { throw new Unsupported(`'${expr.op}'`, expr.span) }

/** Every function of the language: one that is missing here does not compile. */
const rows: Readonly<Record<Builtin, Row>> = {
  neg: map('neg'), not: logic('not'), abs: map('abs'), exp: map('exp'), log, sqrt: map('sqrt'), square: map('square'), sin: map('sin'), cos: map('cos'),
  sign: map('sign'), floor: map('floor'),
  relu: map('relu'), sigmoid, tanh: map('tanh'), softplus: map('softplus'), elu, gelu,
  leakyReLU: map('leakyRelu', (o) => ({ alpha: o['alpha'] as number })),
  softmax: lastAxis('softmax'), logSoftmax: lastAxis('logSoftmax'),
  add: map('add'), sub, mul: map('mul'), div: map('div'), pow, minimum: map('minimum'), maximum: map('maximum'),
  equal: compare('equal'), notEqual: compare('notEqual'), less: compare('less'), lessEqual: compare('lessEqual'), greater: compare('greater'),
  greaterEqual: compare('greaterEqual'), and: logic('and'), or: logic('or'),
  clamp, mix, where, stopGradient: map('stopGradient'),
  sum: reduce('sum'), mean: reduce('mean'), max: reduce('max'), min: reduce('min'), argmax, norm,
  logSumExp: logSumExpOf,
  flatten: (scope, [x]) => flatten(scope, x!),
  reshape: (scope, [x], expr) => reshapeEvent(scope.target.builder, x!, expr.options['shape'] as Shape),
  transpose: transposeEvent, concatenate, resize,
  oneHot: (scope, [x], expr) => oneHot(scope, x!, expr.options['classes'] as number),
  matmul: (scope, [a, b]) => elementwise(scope, 'matmul', [a!, b!]),
  averagePool2d: pool(averagePool2d), maxPool2d: pool(maxPool2d), upSampling2d: enlarge,
  averagePool1d: ofSignal(pool(averagePool2d)), maxPool1d: ofSignal(pool(maxPool2d)), upSampling1d: ofSignal(enlarge),
  quantile: wholeSplit, auroc: wholeSplit, correlation: wholeSplit, frechet: wholeSplit, mig: wholeSplit
}

/** Applies a built-in to values already lowered. */
export function lowerCall(scope: Scope, expr: CallExpr, args: readonly Value[]): Value {
  return rows[expr.op](scope, args, expr)
}

/** A function of one value by name, as layers name their activation. */
export const activate = (scope: Scope, activation: { readonly op: Builtin; readonly options: Readonly<Record<string, number>> }, x: Value, of: Expr): Value =>
  lowerCall(scope, { kind: 'call', op: activation.op, args: [], options: activation.options, type: of.type, span: of.span }, [x])

/** Values of one event shape side by side along a new first event axis. */
export function stack(scope: Scope, values: readonly Value[]): Value {
  const { builder } = scope.target
  const lead = unionLead(...values.map((v) => v.lead))
  const parts = values.map((v) => spread(builder, v, lead)).map((v) => reshape(builder, v.ref, [...leadSizes(lead), 1, ...eventOf(v)]))
  return { ref: parts.length === 1 ? parts[0]! : builder.add('concat', parts, { axis: lead.length }), lead }
}
