/**
 * Ready-made arithmetic over a `Builder`, written with ops only: what gradient rules share and what lowering would
 * otherwise repeat. Nothing here adds a node that changes nothing.
 */
import type { Dim, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { productOf, sameDim, sameShape, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { axisOf } from './attrs.ts'
import { taps, type ResizeMethod } from './resampling.ts'
import { broadcastsTo, knownSize } from './shapes.ts'

/** A float32 scalar. */
export const scalar = (b: Builder, value: number): Ref => b.add('constant', [], { value })

/** Zeros (or another number) of any shape. */
export const filled = (b: Builder, value: number, shape: Shape): Ref => broadcastTo(b, scalar(b, value), shape)

/** The number of elements in `shape` as a float32 scalar. */
export function countOfShape(b: Builder, shape: Shape): Ref {
  const count = productOf(shape)
  return typeof count === 'number' ? scalar(b, count) : b.add('size', [], { dim: count })
}

export const reshape = (b: Builder, x: Ref, shape: Shape): Ref => (sameShape(x.shape, shape) ? x : b.add('reshape', [x], { shape }))

export const broadcastTo = (b: Builder, x: Ref, shape: Shape): Ref =>
  sameShape(x.shape, shape) ? x : b.add('broadcastTo', [x], { shape })

export const transpose = (b: Builder, x: Ref, perm: readonly number[]): Ref =>
  perm.every((p, i) => p === i) ? x : b.add('transpose', [x], { perm })

/** Sums a gradient over the axes along which its operand was stretched: `x` of a broadcast shape back to `shape`. */
export function sumTo(b: Builder, x: Ref, shape: Shape): Ref {
  if (sameShape(x.shape, shape)) return x
  if (!broadcastsTo(shape, x.shape)) throw new GraphError(`${showShape(x.shape)} does not sum to ${showShape(shape)}`)
  const lead = x.shape.length - shape.length
  const axes = x.shape.flatMap((d, i) => (i < lead || !sameDim(d, shape[i - lead]!) ? [i] : []))
  return reshape(b, axes.length ? b.add('sum', [x], { axes, keepDims: false }) : x, shape)
}

/** A reduced result put back under its input: axes of size 1 where it was reduced. */
export const keepAxes = (b: Builder, reduced: Ref, shape: Shape, axes: readonly number[]): Ref =>
  reshape(b, reduced, shape.map((d, i) => (axes.includes(i) ? 1 : d)))

/** `select` by 0 elsewhere: unlike a product with a mask it stops infinities. */
export const where = (b: Builder, condition: Ref, value: Ref): Ref => b.add('select', [condition, value, scalar(b, 0)])

/** A comparison as 0 or 1. */
export const indicator = (b: Builder, condition: Ref): Ref => b.add('cast', [condition], { dtype: 'float32' })

/** `log Σ exp x` along one axis, shifted by the maximum so that it does not overflow. The axis is dropped. */
export function logSumExp(b: Builder, x: Ref, axis: number): Ref {
  const at = axisOf(axis, x.shape.length)
  const top = b.add('stopGradient', [b.add('max', [x], { axes: [at], keepDims: true })])
  const sum = b.add('sum', [b.add('exp', [b.add('sub', [x, top])])], { axes: [at], keepDims: false })
  return b.add('add', [b.add('log', [sum]), reshape(b, top, sum.shape)])
}

/** Whole windows of an NHWC picture as their own axes: [B, H/h, h, W/w, w, C]. */
function windows(b: Builder, x: Ref, [h, w]: readonly [number, number]): Ref {
  const [batch, height, width, channels] = picture(x)
  if (height % h || width % w) throw new GraphError(`windows of ${h}×${w} do not tile ${showShape(x.shape)}`)
  return reshape(b, x, [batch, height / h, h, width / w, w, channels])
}

/** Max-pooling with windows that do not overlap (strides = pool size) and tile the picture. */
export const maxPool2d = (b: Builder, x: Ref, size: readonly [number, number]): Ref =>
  b.add('max', [windows(b, x, size)], { axes: [2, 4], keepDims: false })

/** Average-pooling with windows that do not overlap (strides = pool size) and tile the picture. */
export const averagePool2d = (b: Builder, x: Ref, size: readonly [number, number]): Ref =>
  b.add('mean', [windows(b, x, size)], { axes: [2, 4], keepDims: false })

/** Nearest-neighbour enlargement of an NHWC picture by whole factors (Keras `UpSampling2D`). */
export function upSampling2d(b: Builder, x: Ref, [h, w]: readonly [number, number]): Ref {
  const [batch, height, width, channels] = picture(x)
  const apart = reshape(b, x, [batch, height, 1, width, 1, channels])
  return reshape(b, broadcastTo(b, apart, [batch, height, h, width, w, channels]), [batch, height * h, width * w, channels])
}

function picture(x: Ref): readonly [Dim, number, number, number] {
  if (x.shape.length !== 4) throw new GraphError(`a picture has axes [batch, height, width, channels], found ${showShape(x.shape)}`)
  const [batch, height, width, channels] = x.shape
  return [batch!, knownSize(height, 'the height'), knownSize(width, 'the width'), knownSize(channels, 'the channels')]
}

/**
 * Interpolation along one axis to a new size, without antialiasing (`tf.image.resize`, Keras `Resizing`): a product with a constant
 * [old, new] matrix.
 */
export function resizeAxis(b: Builder, x: Ref, axis: number, size: number, method: ResizeMethod): Ref {
  const at = axisOf(axis, x.shape.length)
  const old = knownSize(x.shape[at], 'a resized axis')
  if (old === size) return x
  const matrix = b.add('tensor', [], { values: interpolation(old, size, method), shape: [old, size] })
  const perm = [...x.shape.keys()].filter((i) => i !== at).concat(at)
  const last = transpose(b, x, perm)
  const resized = last.shape.length === 1
    ? reshape(b, b.add('matmul', [reshape(b, last, [1, old]), matrix]), [size])
    : b.add('matmul', [last, matrix])
  return transpose(b, resized, perm.map((_, i) => perm.indexOf(i)))
}

function interpolation(old: number, size: number, method: ResizeMethod): number[] {
  const matrix = new Array<number>(old * size).fill(0)
  const { first, weights } = taps(old, size, method, { antialias: false })
  for (const [to, row] of weights.entries()) row.forEach((weight, i) => { matrix[(first[to]! + i) * size + to] = weight })
  return matrix
}

export interface Moments { readonly mean: Ref; readonly variance: Ref }

/** Mean and (biased) variance over every axis but the last, as batch normalisation takes them: both [C]. */
export function moments(b: Builder, x: Ref): Moments {
  const axes = [...x.shape.keys()].slice(0, -1)
  const mean = b.add('mean', [x], { axes, keepDims: false })
  return { mean, variance: b.add('mean', [b.add('square', [b.add('sub', [x, mean])])], { axes, keepDims: false }) }
}

/** `(x − mean) / √(variance + ε) · gamma + beta` over the last axis (Ioffe & Szegedy 2015; Keras takes ε = 1e-3). */
export function batchNormalization(b: Builder, x: Ref, { mean, variance }: Moments, gamma: Ref, beta: Ref, epsilon: number): Ref {
  const scale = b.add('rsqrt', [b.add('add', [variance, scalar(b, epsilon)])])
  return b.add('add', [b.add('mul', [b.add('sub', [x, mean]), b.add('mul', [gamma, scale])]), beta])
}

/** `x @ kernel + bias` on the last axis; leading axes are kept. */
export function dense(b: Builder, x: Ref, kernel: Ref, bias?: Ref): Ref {
  const product = b.add('matmul', [x, kernel])
  return bias ? b.add('add', [product, bias]) : product
}
