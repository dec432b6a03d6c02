/** Reductions over axes, and the softmax family over the last axis. */
import type { Builder, Ref } from '../graph/builder.ts'
import type { Op, Tensor64 } from './op.ts'
import { GraphError } from '../graph/error.ts'
import { axesAttr, axisOf, flagAttr, numberAttr } from './attrs.ts'
import { broadcastTo, countOfShape, indicator, keepAxes } from './compose.ts'
import { countOf, reducedShape } from './shapes.ts'
import { reduce64, stridesOf, tensor64, walk, zip64 } from './tensors.ts'

interface Reduction {
  readonly name: string
  readonly doc: string
  readonly first: number
  fold(sum: number, v: number): number
  finish?(total: number, count: number): number
  gradient(b: Builder, at: { x: Ref; y: Ref; dy: Ref; axes: readonly number[] }): Ref
}

const reduction = ({ name, doc, first, fold, finish, gradient }: Reduction): Op => ({
  name, doc,
  infer([x], attrs) {
    if (!x || x.dtype === 'bool') throw new GraphError(`${name} of ${x?.dtype ?? 'nothing'}`)
    if (name === 'mean' && x.dtype !== 'float32') throw new GraphError('mean of whole numbers: cast them first')
    return { shape: reducedShape(x.shape, axesAttr(attrs, x.shape.length), flagAttr(attrs, 'keepDims')), dtype: x.dtype }
  },
  vjp(b, node, [x], y, dy) {
    const axes = axesAttr(node.attrs, x!.shape.length)
    return [gradient(b, { x: x!, y: keepAxes(b, y, x!.shape, axes), dy: keepAxes(b, dy, x!.shape, axes), axes })]
  },
  evaluate([x], attrs) {
    const axes = axesAttr(attrs, x!.shape.length)
    const kept = reduce64(x!, axes, first, fold)
    const count = axes.reduce((n, a) => n * x!.shape[a]!, 1)
    const data = finish ? kept.data.map((v) => finish(v, count)) : kept.data
    return { shape: reducedShape(x!.shape, axes, flagAttr(attrs, 'keepDims')) as number[], data }
  },
  flops: ([x]) => countOf(x!),
  tfjs: ([x], attrs, _node, dims) => {
    const axes = axesAttr(attrs, dims.inputShapes[0]!.length)
    const keep = flagAttr(attrs, 'keepDims')
    const all = axes.length === dims.inputShapes[0]!.length
    if (all && !keep) return `tf.${name}(${x})`
    return `tf.${name}(${x}, [${axes.join(', ')}]${keep ? ', true' : ''})`
  },
})

/** Equal extremes share the gradient, so that it stays a subgradient whichever of them an engine meets first. */
function extremeGradient(b: Builder, { x, y, dy, axes }: { x: Ref; y: Ref; dy: Ref; axes: readonly number[] }): Ref {
  const mask = indicator(b, b.add('equal', [x, y]))
  return b.add('mul', [mask, b.add('div', [dy, b.add('sum', [mask], { axes, keepDims: true })])])
}

const argMax: Op = {
  name: 'argMax',
  doc: 'Where along `axis` the largest element stands, the first of equals; int32.',
  infer([x], attrs) {
    if (!x || x.dtype === 'bool') throw new GraphError(`argMax of ${x?.dtype ?? 'nothing'}`)
    return { shape: reducedShape(x.shape, [axisOf(numberAttr(attrs, 'axis'), x.shape.length)], false), dtype: 'int32' }
  },
  evaluate([x], attrs) {
    const axis = axisOf(numberAttr(attrs, 'axis'), x!.shape.length)
    const rows = tensor64(reducedShape(x!.shape, [axis], false) as number[])
    const strides = stridesOf(x!.shape)
    walk(rows.shape, strides.filter((_, i) => i !== axis), 0, (position, offset) => {
      let best = 0
      for (let i = 1; i < x!.shape[axis]!; i++) if (x!.data[offset + i * strides[axis]!]! > x!.data[offset + best * strides[axis]!]!) best = i
      rows.data[position] = best
    })
    return rows
  },
  flops: ([x]) => countOf(x!),
  tfjs: ([x], attrs, _node, dims) => `tf.argMax(${x}, ${axisOf(numberAttr(attrs, 'axis'), dims.inputShapes[0]!.length)})`,
}

const lastAxis = (x: { readonly shape: readonly unknown[] }): number => x.shape.length - 1

/** log Σ exp over the last axis, kept. */
function logNormalizer(x: Tensor64): Tensor64 {
  const axes = [lastAxis(x)]
  const top = reduce64(x, axes, -Infinity, Math.max)
  const sum = reduce64(zip64(x, top, x.shape, (v, m) => Math.exp(v - m)), axes, 0, (s, v) => s + v)
  return zip64(top, sum, top.shape, (m, s) => m + Math.log(s))
}

const alongLast = (name: string, doc: string, value: (v: number, normalizer: number) => number,
  gradient: (b: Builder, y: Ref, dy: Ref) => Ref): Op => ({
  name, doc,
  infer([x]) {
    if (!x || x.dtype !== 'float32' || x.shape.length === 0) throw new GraphError(`${name} needs a float32 tensor with an axis`)
    return { shape: x.shape, dtype: 'float32' }
  },
  vjp: (b, _, _inputs, y, dy) => [gradient(b, y, dy)],
  evaluate: ([x]) => zip64(x!, logNormalizer(x!), x!.shape, value),
  flops: (_, output) => 15 * countOf(output),
  tfjs: ([x]) => `tf.${name}(${x})`,
})

const sumLast = (b: Builder, x: Ref): Ref => b.add('sum', [x], { axes: [lastAxis(x)], keepDims: true })

export const reduceOps: readonly Op[] = [
  reduction({
    name: 'sum', doc: 'The sum over `axes`.', first: 0, fold: (s, v) => s + v,
    gradient: (b, { x, dy }) => broadcastTo(b, dy, x.shape),
  }),
  reduction({
    name: 'mean', doc: 'The mean over `axes`.', first: 0, fold: (s, v) => s + v, finish: (s, n) => s / n,
    gradient: (b, { x, dy, axes }) => broadcastTo(b, b.add('div', [dy, countOfShape(b, axes.map((a) => x.shape[a]!))]), x.shape),
  }),
  reduction({ name: 'max', doc: 'The largest element over `axes`.', first: -Infinity, fold: Math.max, gradient: extremeGradient }),
  reduction({ name: 'min', doc: 'The smallest element over `axes`.', first: Infinity, fold: Math.min, gradient: extremeGradient }),
  argMax,
  alongLast('softmax', 'exp x / Σ exp x over the last axis.', (v, n) => Math.exp(v - n),
    (b, y, dy) => b.add('mul', [y, b.add('sub', [dy, sumLast(b, b.add('mul', [dy, y]))])])),
  alongLast('logSoftmax', 'x − log Σ exp x over the last axis.', (v, n) => v - n,
    (b, y, dy) => b.add('sub', [dy, b.add('mul', [b.add('exp', [y]), sumLast(b, dy)])])),
]
