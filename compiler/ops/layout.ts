/** Ops that move elements without computing: transpose, reshape, broadcastTo, reverse, concat, slice, pad. */
import type { Op, TensorType } from './op.ts'
import type { Dim, Shape } from '../graph/graph.ts'
import { productOf, sameDim, sameShape, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { axisOf, numberAttr, numbersAttr, pairsAttr, shapeAttr } from './attrs.ts'
import { reshape, sumTo } from './compose.ts'
import { addDims, broadcastsTo, resolveShape } from './shapes.ts'
import { gatherBy, stretchTo, stridesOf, tensor64, walk } from './tensors.ts'

const present = (x: TensorType | undefined, op: string): TensorType => {
  if (!x) throw new GraphError(`${op} of nothing`)
  return x
}

const none = (): number => 0

const inverse = (perm: readonly number[]): number[] => perm.map((_, i) => perm.indexOf(i))

const transpose: Op = {
  name: 'transpose',
  doc: 'Axes in the order `perm`: axis i of the result is axis perm[i] of x.',
  infer([x], attrs) {
    const { shape, dtype } = present(x, 'transpose')
    const perm = numbersAttr(attrs, 'perm')
    if (perm.length !== shape.length || shape.some((_, i) => !perm.includes(i))) throw new GraphError(`perm [${perm.join(', ')}] of ${showShape(shape)}`)
    return { shape: perm.map((p) => shape[p]!), dtype }
  },
  vjp: (b, node, _inputs, _y, dy) => [b.add('transpose', [dy], { perm: inverse(numbersAttr(node.attrs, 'perm')) })],
  evaluate([x], attrs) {
    const perm = numbersAttr(attrs, 'perm')
    const strides = stridesOf(x!.shape)
    return gatherBy(x!, perm.map((p) => x!.shape[p]!), perm.map((p) => strides[p]!))
  },
  flops: none,
  tfjs: ([x], attrs) => `tf.transpose(${x}, [${numbersAttr(attrs, 'perm').join(', ')}])`,
}

/** The number of elements, or `null` where a shape has two symbolic axes and must not change. */
const countDim = (shape: Shape): Dim | null => (shape.filter((d) => typeof d !== 'number').length > 1 ? null : productOf(shape))

const reshapeOp: Op = {
  name: 'reshape',
  doc: 'The same elements in row-major order under another `shape`.',
  infer([x], attrs) {
    const { shape, dtype } = present(x, 'reshape')
    const to = shapeAttr(attrs, 'shape')
    const [before, after] = [countDim(shape), countDim(to)]
    if (!(sameShape(shape, to) || (before !== null && after !== null && sameDim(before, after)))) {
      throw new GraphError(`${showShape(shape)} has not as many elements as ${showShape(to)}`)
    }
    return { shape: to, dtype }
  },
  vjp: (b, _node, [x], _y, dy) => [reshape(b, dy, x!.shape)],
  evaluate: ([x], attrs, sizes) => ({ shape: resolveShape(shapeAttr(attrs, 'shape'), sizes), data: x!.data }),
  flops: none,
  tfjs: ([x], attrs, _node, dims) => `tf.reshape(${x}, ${dims.shape(shapeAttr(attrs, 'shape'))})`,
}

const broadcast: Op = {
  name: 'broadcastTo',
  doc: 'x stretched to `shape`: axes of size 1 and missing leading axes repeat.',
  infer([x], attrs) {
    const { shape, dtype } = present(x, 'broadcastTo')
    const to = shapeAttr(attrs, 'shape')
    if (!broadcastsTo(shape, to)) throw new GraphError(`${showShape(shape)} does not stretch to ${showShape(to)}`)
    return { shape: to, dtype }
  },
  vjp: (b, _node, [x], _y, dy) => [sumTo(b, dy, x!.shape)],
  evaluate: ([x], attrs, sizes) => stretchTo(x!, resolveShape(shapeAttr(attrs, 'shape'), sizes)),
  flops: none,
  tfjs: ([x], attrs, _node, dims) => `tf.broadcastTo(${x}, ${dims.shape(shapeAttr(attrs, 'shape'))})`,
}

const reverse: Op = {
  name: 'reverse',
  doc: 'Elements in the opposite order along `axes`.',
  infer([x], attrs) {
    const { shape, dtype } = present(x, 'reverse')
    for (const axis of numbersAttr(attrs, 'axes')) axisOf(axis, shape.length)
    return { shape, dtype }
  },
  vjp: (b, node, _inputs, _y, dy) => [b.add('reverse', [dy], { axes: numbersAttr(node.attrs, 'axes') })],
  evaluate([x], attrs) {
    const strides = stridesOf(x!.shape)
    let start = 0
    for (const axis of numbersAttr(attrs, 'axes').map((a) => axisOf(a, x!.shape.length))) {
      start += strides[axis]! * Math.max(x!.shape[axis]! - 1, 0)
      strides[axis]! *= -1
    }
    return gatherBy(x!, x!.shape, strides, start)
  },
  flops: none,
  tfjs: ([x], attrs) => `tf.reverse(${x}, [${numbersAttr(attrs, 'axes').join(', ')}])`,
}

const concat: Op = {
  name: 'concat',
  doc: 'Tensors one after another along `axis`.',
  infer(inputs, attrs) {
    const { shape, dtype } = present(inputs[0], 'concat')
    const axis = axisOf(numberAttr(attrs, 'axis'), shape.length)
    const size = inputs.slice(1).reduce((sum, t) => {
      if (t.dtype !== dtype || t.shape.length !== shape.length || t.shape.some((d, i) => i !== axis && !sameDim(d, shape[i]!))) {
        throw new GraphError(`${showShape(shape)} and ${showShape(t.shape)} do not join along axis ${axis}`)
      }
      return addDims(sum, t.shape[axis]!)
    }, shape[axis]!)
    return { shape: shape.map((d, i) => (i === axis ? size : d)), dtype }
  },
  vjp(b, node, inputs, _y, dy) {
    const axis = axisOf(numberAttr(node.attrs, 'axis'), dy.shape.length)
    let at: Dim = 0
    return inputs.map((x) => {
      const begin = x.shape.map((_, i) => (i === axis ? at : 0))
      at = addDims(at, x.shape[axis]!)
      return b.add('slice', [dy], { begin, size: x.shape })
    })
  },
  evaluate(inputs, attrs) {
    const axis = axisOf(numberAttr(attrs, 'axis'), inputs[0]!.shape.length)
    const out = tensor64(inputs[0]!.shape.map((d, i) => (i === axis ? inputs.reduce((n, t) => n + t.shape[axis]!, 0) : d)))
    const strides = stridesOf(out.shape)
    let start = 0
    for (const x of inputs) {
      walk(x.shape, strides, start, (position, offset) => { out.data[offset] = x.data[position]! })
      start += x.shape[axis]! * strides[axis]!
    }
    return out
  },
  flops: none,
  tfjs: (args, attrs, _node, dims) => `tf.concat([${args.join(', ')}], ${axisOf(numberAttr(attrs, 'axis'), dims.inputShapes[0]!.length)})`,
}

const slice: Op = {
  name: 'slice',
  doc: 'The box of `size` that starts at `begin`; both may be symbolic.',
  infer([x], attrs) {
    const { shape, dtype } = present(x, 'slice')
    const begin = shapeAttr(attrs, 'begin')
    const size = shapeAttr(attrs, 'size')
    const outside = (): never => { throw new GraphError(`slice of ${showShape(size)} at ${showShape(begin)} is outside ${showShape(shape)}`) }
    if (begin.length !== shape.length || size.length !== shape.length) outside()
    shape.forEach((d, i) => { if (paddingAfter(d, begin[i]!, size[i]!) === null) outside() })
    return { shape: size, dtype }
  },
  vjp(b, node, [x], _y, dy) {
    const begin = shapeAttr(node.attrs, 'begin')
    const paddings = x!.shape.map((d, i) => [begin[i]!, paddingAfter(d, begin[i]!, dy.shape[i]!)!])
    return [b.add('pad', [dy], { paddings })]
  },
  evaluate([x], attrs, sizes) {
    const strides = stridesOf(x!.shape)
    const begin = resolveShape(shapeAttr(attrs, 'begin'), sizes)
    return gatherBy(x!, resolveShape(shapeAttr(attrs, 'size'), sizes), strides, begin.reduce((n, at, i) => n + at * strides[i]!, 0))
  },
  flops: none,
  tfjs: ([x], attrs, _node, dims) => `tf.slice(${x}, ${dims.shape(shapeAttr(attrs, 'begin'))}, ${dims.shape(shapeAttr(attrs, 'size'))})`,
}

/** What remains of an axis behind a slice, `null` when the slice does not lie inside. */
function paddingAfter(whole: Dim, begin: Dim, size: Dim): Dim | null {
  try {
    const rest = addDims(addDims(whole, begin, -1), size, -1)
    return (typeof rest === 'number' ? rest : rest.times) >= 0 ? rest : null
  } catch (error) {
    if (error instanceof GraphError) return null
    throw error
  }
}

const pad: Op = {
  name: 'pad',
  doc: 'Zeros around x: `paddings` holds [before, after] for every axis.',
  infer([x], attrs) {
    const { shape, dtype } = present(x, 'pad')
    const paddings = pairsAttr(attrs, 'paddings')
    if (dtype === 'bool' || paddings.length !== shape.length) throw new GraphError(`${paddings.length} paddings for ${dtype} ${showShape(shape)}`)
    if (paddings.flat().some((d) => (typeof d === 'number' ? d : d.times) < 0)) throw new GraphError('a padding below 0')
    return { shape: shape.map((d, i) => addDims(addDims(d, paddings[i]![0]!), paddings[i]![1]!)), dtype }
  },
  vjp: (b, node, [x], _y, dy) => [b.add('slice', [dy], { begin: pairsAttr(node.attrs, 'paddings').map((p) => p[0]!), size: x!.shape })],
  evaluate([x], attrs, sizes) {
    const paddings = pairsAttr(attrs, 'paddings').map((p) => resolveShape(p, sizes))
    const out = tensor64(x!.shape.map((d, i) => d + paddings[i]![0]! + paddings[i]![1]!))
    const strides = stridesOf(out.shape)
    walk(x!.shape, strides, paddings.reduce((n, p, i) => n + p[0]! * strides[i]!, 0), (position, offset) => { out.data[offset] = x!.data[position]! })
    return out
  },
  flops: none,
  tfjs: ([x], attrs, _node, dims) => `tf.pad(${x}, [${pairsAttr(attrs, 'paddings').map((p) => dims.shape(p)).join(', ')}])`,
}

export const layoutOps: readonly Op[] = [transpose, reshapeOp, broadcast, reverse, concat, slice, pad]

