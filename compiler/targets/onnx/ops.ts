/**
 * How ops are written in ONNX, one row an op. Convolutions, which want another order of axes, have their rows in
 * `convolution.ts`; what reads feeds and the store is in `target.ts`.
 */
import type { Dim, Node, Shape } from '../../graph/graph.ts'
import type { OnnxWriter } from './writer.ts'
import { axesAttr, axisOf, dimAttr, dtypeAttr, flagAttr, leadingAxes, numberAttr, numbersAttr, pairsAttr, shapeAttr } from '../../ops/attrs.ts'
import { addDims, isSymbolic } from '../../ops/shapes.ts'
import { productOf, sameDim } from '../../graph/graph.ts'
import { dataType } from './proto.ts'

/** What a row sees of a node. Inputs may come in another order of axes than the graph's: shapes and attributes then do too. */
export type Written = Pick<Node, 'attrs' | 'shape' | 'dtype'>

/** Writes a node given its inputs by name; gives the name of the result. */
export type Write = (w: OnnxWriter, inputs: readonly string[], node: Written, inputShapes: readonly Shape[]) => string

/** An ONNX operator of the same meaning. */
const same = (op: string): Write => (w, inputs) => w.add(op, inputs)

/** The axes of a sum are an input from operator set 13 on, those of the others an attribute until 18. */
const reduction = (op: string): Write => (w, [x], { attrs }, [shape]) => {
  const axes = axesAttr(attrs, shape!.length)
  const keepdims = Number(flagAttr(attrs, 'keepDims'))
  // ONNX takes no axes for all axes.
  if (!axes.length) return x!
  return op === 'ReduceSum' ? w.add(op, [x!, w.integers(axes)], { keepdims }) : w.add(op, [x!], { axes, keepdims })
}

/** A row of ones. */
const ones = (w: OnnxWriter, count: Dim): string => w.once(`ones ${JSON.stringify(count)}`, () => w.add('Expand', [w.scalar(1), w.shape([1, count])]))

/**
 * A sum over leading axes (the gradient of every bias) is a product with a row of ones: onnxruntime transposes before it sums, which takes
 * 20 times as long. A sum over all but the channels of a picture with channels first goes over the batch so, then over the pixels.
 */
const sum: Write = (w, [x], node, [shape]) => {
  // Products are of floats.
  if (node.dtype !== 'float32') return reduction('ReduceSum')(w, [x!], node, [shape!])
  const axes = axesAttr(node.attrs, shape!.length)
  const [batch, channels, height, width] = shape!
  if (axes.length === 3 && shape!.length === 4 && axes.every((axis, i) => axis === [0, 2, 3][i]) && channels !== 1) {
    const pixels = productOf([height!, width!])
    const summed = w.add('Gemm', [ones(w, batch!), w.reshape(x!, [batch!, productOf([channels!, pixels])])])
    return w.reshape(w.add('ReduceSum', [w.reshape(summed, [channels!, pixels]), w.integers([1])], { keepdims: 0 }), node.shape)
  }
  const leading = leadingAxes(node.attrs, shape!.length)
  const rest = shape!.slice(leading)
  if (leading === 0 || isSymbolic(rest)) return reduction('ReduceSum')(w, [x!], node, [shape!])
  const rows = productOf(shape!.slice(0, leading))
  return w.reshape(w.add('Gemm', [ones(w, rows), w.reshape(x!, [rows, productOf(rest)])]), node.shape)
}

const float = (w: OnnxWriter, condition: string): string => w.add('Cast', [condition], { to: dataType('float32') })

const swapped = (rank: number): number[] => [...Array(rank).keys()].map((i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i))

/** Of two matrices; further inputs are what the product is added to. */
const matmul: Write = (w, [x, y, ...addend], { attrs }, [left, right]) => {
  const [transA, transB] = [flagAttr(attrs, 'transposeA'), flagAttr(attrs, 'transposeB')]
  if (left!.length === 2 && right!.length === 2) return w.add('Gemm', [x!, y!, ...addend], { transA: Number(transA), transB: Number(transB) })
  const turned = (name: string, shape: Shape, turn: boolean): string => (turn ? w.add('Transpose', [name], { perm: swapped(shape.length) }) : name)
  return w.add('MatMul', [turned(x!, left!, transA), turned(y!, right!, transB)])
}

/** `max(x, 0) − log σ(|x|)`: both functions are vectorised in onnxruntime, `Softplus` is not. */
const softplus: Write = (w, [x]) => w.add('Sub', [w.add('Relu', [x!]), w.add('Log', [w.add('Sigmoid', [w.add('Abs', [x!])])])])

/** `log u · x / (u − 1)` with u = 1 + x rounded, which undoes the rounding; x itself where u is 1. */
const log1p: Write = (w, [x]) => {
  const u = w.add('Add', [x!, w.scalar(1)])
  const rounded = w.add('Equal', [u, w.scalar(1)])
  const apart = w.add('Where', [rounded, w.scalar(1), w.add('Sub', [u, w.scalar(1)])])
  return w.add('Where', [rounded, x!, w.add('Mul', [w.add('Log', [u]), w.add('Div', [x!, apart])])])
}

/** 1 where x > 0, else 0, in one pass rather than two: max(0, min(1, αx)), where α times the smallest normal number is above 1. */
const step: Write = (w, [x]) => w.add('HardSigmoid', [x!], { alpha: { float: 3e38 }, beta: { float: 0 } })

/** `Where` has no kernel for truth values. */
const select: Write = (w, [condition, x, y], { dtype }) => {
  if (dtype !== 'bool') return w.add('Where', [condition!, x!, y!])
  return w.add('Or', [w.add('And', [condition!, x!]), w.add('And', [w.add('Not', [condition!]), y!])])
}

/** Only the axes that are cut are named. */
const slice: Write = (w, [x], { attrs }, [shape]) => {
  const begin = shapeAttr(attrs, 'begin')
  const size = shapeAttr(attrs, 'size')
  const axes = [...shape!.keys()].filter((i) => !sameDim(shape![i]!, size[i]!))
  if (!axes.length) return x!
  const at = (dims: readonly Dim[]): string => w.shape(axes.map((i) => dims[i]!))
  return w.add('Slice', [x!, at(begin), at(begin.map((d, i) => addDims(d, size[i]!))), w.integers(axes)])
}

const LEAST = -(2 ** 63)

const reverse: Write = (w, [x], { attrs }, [shape]) => {
  const axes = axesAttr(attrs, shape!.length)
  const each = (value: number): string => w.integers(axes.map(() => value))
  return w.add('Slice', [x!, each(-1), each(LEAST), w.integers(axes), each(-1)])
}

const pad: Write = (w, [x], { attrs, dtype }) => {
  const paddings = pairsAttr(attrs, 'paddings')
  return w.add('Pad', [x!, w.shape([...paddings.map((p) => p[0]!), ...paddings.map((p) => p[1]!)]), w.scalar(0, dtype)])
}

/** Element-wise: any order of axes will do. */
export const pointwise: Readonly<Record<string, Write>> = {
  add: same('Add'), sub: same('Sub'), mul: same('Mul'), div: same('Div'), pow: same('Pow'), maximum: same('Max'), minimum: same('Min'),
  equal: same('Equal'), less: same('Less'), lessEqual: same('LessOrEqual'), greater: same('Greater'), greaterEqual: same('GreaterOrEqual'),
  notEqual: (w, inputs) => w.add('Not', [w.add('Equal', inputs)]),
  and: same('And'), or: same('Or'), not: same('Not'), select,
  neg: same('Neg'), abs: same('Abs'), sign: same('Sign'), floor: same('Floor'), exp: same('Exp'), log: same('Log'), log1p, sqrt: same('Sqrt'),
  rsqrt: (w, [x]) => w.add('Reciprocal', [w.add('Sqrt', [x!])]),
  square: (w, [x]) => w.add('Mul', [x!, x!]),
  reciprocal: same('Reciprocal'), sin: same('Sin'), cos: same('Cos'), erf: same('Erf'), tanh: same('Tanh'), sigmoid: same('Sigmoid'),
  softplus, relu: same('Relu'), elu: same('Elu'),
  leakyRelu: (w, [x], { attrs }) => w.add('LeakyRelu', [x!], { alpha: { float: numberAttr(attrs, 'alpha') } }),
  step,
  clamp: (w, [x], { attrs }) => w.add('Clip', [x!, w.scalar(numberAttr(attrs, 'low')), w.scalar(numberAttr(attrs, 'high'))]),
  stopGradient: (_, [x]) => x!,
  cast: (w, [x], { attrs }) => w.add('Cast', [x!], { to: dataType(dtypeAttr(attrs)) }),
}

/** Axes are named in attributes. */
export const alongAxes: Readonly<Record<string, Write>> = {
  sum, mean: reduction('ReduceMean'), max: reduction('ReduceMax'), min: reduction('ReduceMin'),
  concat: (w, inputs, { attrs, shape }) => w.add('Concat', inputs, { axis: axisOf(numberAttr(attrs, 'axis'), shape.length) }),
  slice, pad, reverse,
}

/** Ops that move, look up or make elements in the graph's own order of axes. */
const inOrder: Readonly<Record<string, Write>> = {
  argMax: (w, [x], { attrs }, [shape]) =>
    w.add('Cast', [w.add('ArgMax', [x!], { axis: axisOf(numberAttr(attrs, 'axis'), shape!.length), keepdims: 0 })], { to: dataType('int32') }),
  softmax: same('Softmax'), logSoftmax: same('LogSoftmax'),
  matmul,
  transpose: (w, [x], { attrs }, [shape]) => w.transpose(x!, shape!, numbersAttr(attrs, 'perm')),
  reshape: (w, [x], { shape }) => w.reshape(x!, shape),
  broadcastTo: (w, [x], { shape }) => w.add('Expand', [x!, w.shape(shape)]),
  oneHot(w, [x], { attrs, shape }) {
    const depth = numberAttr(attrs, 'depth')
    const classes = w.constant('int32', [depth], [...Array(depth).keys()])
    return float(w, w.add('Equal', [w.reshape(x!, [...shape.slice(0, -1), 1]), classes]))
  },
  gather: (w, inputs) => w.add('Gather', inputs, { axis: 0 }),
  constant: (w, _, { attrs }) => w.scalar(numberAttr(attrs, 'value'), dtypeAttr(attrs)),
  tensor: (w, _, { attrs, shape }) => w.constant(dtypeAttr(attrs), shape as readonly number[], numbersAttr(attrs, 'values')),
  size: (w, _, { attrs }) => w.reshape(float(w, w.size(dimAttr(attrs, 'dim'))), []),
}

export const onnxOps: Readonly<Record<string, Write>> = { ...pointwise, ...alongAxes, ...inOrder }

/** Ops that programs ready to run never hold: passes have written them out. */
export const onnxLacks: readonly string[] = ['fused', 'grad', 'jacobian', 'random']
