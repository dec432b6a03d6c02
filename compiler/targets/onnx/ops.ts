/** How ops are written in ONNX. What is missing here cannot be run by the engine yet. */
import type { Node, Shape } from '../../graph/graph.ts'
import type { OnnxWriter } from './writer.ts'
import { axesAttr, axisOf, dtypeAttr, flagAttr, numberAttr, numbersAttr, shapeAttr } from '../../ops/attrs.ts'
import { dataType } from './proto.ts'

/** Writes a node given its inputs by name; gives the name of the result. */
type Write = (w: OnnxWriter, inputs: readonly string[], node: Node, inputShapes: readonly Shape[]) => string

/** An ONNX operator of the same meaning. */
const same = (op: string): Write => (w, inputs) => w.add(op, inputs)

const reduction = (op: string): Write => (w, [x], { attrs }, [shape]) =>
  w.add(op, [x!], { axes: axesAttr(attrs, shape!.length), keepdims: Number(flagAttr(attrs, 'keepDims')) })

const swapped = (rank: number): number[] => [...Array(rank).keys()].map((i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i))

const matmul: Write = (w, [x, y], { attrs }, [left, right]) => {
  const [transA, transB] = [flagAttr(attrs, 'transposeA'), flagAttr(attrs, 'transposeB')]
  if (left!.length === 2 && right!.length === 2) return w.add('Gemm', [x!, y!], { transA: Number(transA), transB: Number(transB) })
  const turned = (name: string, shape: Shape, turn: boolean): string => (turn ? w.add('Transpose', [name], { perm: swapped(shape.length) }) : name)
  return w.add('MatMul', [turned(x!, left!, transA), turned(y!, right!, transB)])
}

export const onnxOps: Readonly<Record<string, Write | undefined>> = {
  add: same('Add'), sub: same('Sub'), mul: same('Mul'), div: same('Div'), pow: same('Pow'), maximum: same('Max'), minimum: same('Min'),
  equal: same('Equal'), less: same('Less'), lessEqual: same('LessOrEqual'), greater: same('Greater'), greaterEqual: same('GreaterOrEqual'),
  notEqual: (w, inputs) => w.add('Not', [w.add('Equal', inputs)]),
  and: same('And'), or: same('Or'), not: same('Not'), select: same('Where'),
  neg: same('Neg'), abs: same('Abs'), sign: same('Sign'), floor: same('Floor'), exp: same('Exp'), log: same('Log'), sqrt: same('Sqrt'),
  reciprocal: same('Reciprocal'), sin: same('Sin'), cos: same('Cos'), erf: same('Erf'), tanh: same('Tanh'), sigmoid: same('Sigmoid'),
  softplus: same('Softplus'), relu: same('Relu'), stopGradient: same('Identity'),
  rsqrt: (w, [x]) => w.add('Reciprocal', [w.add('Sqrt', [x!])]),
  square: (w, [x]) => w.add('Mul', [x!, x!]),
  log1p: (w, [x]) => w.add('Log', [w.add('Add', [x!, w.scalar(1)])]),
  step: (w, [x]) => w.add('Cast', [w.add('Greater', [x!, w.scalar(0)])], { to: dataType('float32') }),
  leakyRelu: (w, [x], { attrs }) => w.add('LeakyRelu', [x!], { alpha: { float: numberAttr(attrs, 'alpha') } }),
  elu: same('Elu'),
  clamp: (w, [x], { attrs }) => w.add('Clip', [x!, w.scalar(numberAttr(attrs, 'low')), w.scalar(numberAttr(attrs, 'high'))]),
  cast: (w, [x], { attrs }) => w.add('Cast', [x!], { to: dataType(dtypeAttr(attrs)) }),
  // The axes of a sum are an input from operator set 13 on, those of the others an attribute until 18.
  sum: (w, [x], { attrs }, [shape]) => w.add('ReduceSum', [x!, w.integers(axesAttr(attrs, shape!.length))], { keepdims: Number(flagAttr(attrs, 'keepDims')) }),
  mean: reduction('ReduceMean'), max: reduction('ReduceMax'), min: reduction('ReduceMin'),
  softmax: same('Softmax'), logSoftmax: same('LogSoftmax'),
  matmul,
  transpose: (w, [x], { attrs }) => w.add('Transpose', [x!], { perm: numbersAttr(attrs, 'perm') }),
  reshape: (w, [x], { shape }) => {
    const unknown = shape.filter((d) => typeof d !== 'number').length
    return w.add('Reshape', [x!, unknown === 1 ? w.integers(shape.map((d) => (typeof d === 'number' ? d : -1))) : w.shape(shape)])
  },
  broadcastTo: (w, [x], { attrs }) => w.add('Expand', [x!, w.shape(shapeAttr(attrs, 'shape'))]),
  concat: (w, inputs, { attrs, shape }) => w.add('Concat', inputs, { axis: axisOf(numberAttr(attrs, 'axis'), shape.length) }),
  constant: (w, _, { attrs }) => w.scalar(numberAttr(attrs, 'value'), dtypeAttr(attrs)),
  tensor: (w, _, { attrs, shape }) => w.constant(dtypeAttr(attrs), shape as readonly number[], numbersAttr(attrs, 'values')),
  size: (w, _, { attrs }) => w.add('Reshape', [w.add('Cast', [w.size(attrs['dim'] as Shape[number])], { to: dataType('float32') }), w.integers([])]),
}
