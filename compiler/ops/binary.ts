/** Element-wise functions of two tensors, stretched to a common shape as NumPy does. */
import type { Builder, Ref } from '../graph/builder.ts'
import type { Op } from './op.ts'
import { GraphError } from '../graph/error.ts'
import { broadcastShapes, countOf } from './shapes.ts'
import { zip64 } from './tensors.ts'
import { indicator, scalar, sumTo, where } from './compose.ts'

interface Binary {
  readonly name: string
  readonly doc: string
  value(x: number, y: number): number
  /** Gradients before they are summed over stretched axes. */
  gradient(b: Builder, at: { x: Ref; y: Ref; out: Ref; dy: Ref }): readonly [Ref, Ref]
  readonly integers?: true
  readonly cost?: number
}

const shapeOf = (output: readonly number[][], other: readonly number[]): number[] => broadcastShapes(output[0]!, other) as number[]

const binary = ({ name, doc, value, gradient, integers, cost = 1 }: Binary): Op => ({
  name, doc,
  infer([x, y]) {
    if (!x || !y || x.dtype !== y.dtype || !(x.dtype === 'float32' || (integers && x.dtype === 'int32'))) {
      throw new GraphError(`${name} of ${x?.dtype ?? 'nothing'} and ${y?.dtype ?? 'nothing'}`)
    }
    return { shape: broadcastShapes(x.shape, y.shape), dtype: x.dtype }
  },
  vjp(b, _, [x, y], out, dy) {
    const [dx, dOther] = gradient(b, { x: x!, y: y!, out, dy })
    return [sumTo(b, dx, x!.shape), sumTo(b, dOther, y!.shape)]
  },
  evaluate: ([x, y]) => zip64(x!, y!, shapeOf([[...x!.shape]], y!.shape), value),
  flops: (_, output) => cost * countOf(output),
  tfjs: ([x, y]) => `tf.${name}(${x}, ${y})`,
})

const compare = (name: string, doc: string, value: (x: number, y: number) => boolean): Op => ({
  name, doc,
  infer([x, y]) {
    if (!x || !y || x.dtype !== y.dtype || x.dtype === 'bool') throw new GraphError(`${name} of ${x?.dtype ?? 'nothing'} and ${y?.dtype ?? 'nothing'}`)
    return { shape: broadcastShapes(x.shape, y.shape), dtype: 'bool' }
  },
  evaluate: ([x, y]) => zip64(x!, y!, shapeOf([[...x!.shape]], y!.shape), (u, v) => Number(value(u, v))),
  flops: (_, output) => countOf(output),
  tfjs: ([x, y]) => `tf.${name}(${x}, ${y})`,
})

export const binaryOps: readonly Op[] = [
  binary({ name: 'add', doc: 'x + y', value: (x, y) => x + y, gradient: (_, { dy }) => [dy, dy], integers: true }),
  binary({ name: 'sub', doc: 'x − y', value: (x, y) => x - y, gradient: (b, { dy }) => [dy, b.add('neg', [dy])], integers: true }),
  binary({
    name: 'mul', doc: 'x · y', value: (x, y) => x * y, integers: true,
    gradient: (b, { x, y, dy }) => [b.add('mul', [dy, y]), b.add('mul', [dy, x])],
  }),
  binary({
    name: 'div', doc: 'x / y', value: (x, y) => x / y, cost: 4,
    gradient: (b, { y, out, dy }) => {
      const dx = b.add('div', [dy, y])
      return [dx, b.add('neg', [b.add('mul', [dx, out])])]
    },
  }),
  binary({
    name: 'pow', doc: 'x to the power y.', value: Math.pow, cost: 20,
    // log x only where it exists: at x ≤ 0 a whole exponent is a constant of the model, never differentiated by.
    gradient: (b, { x, y, out, dy }) => {
      const lower = b.add('pow', [x, b.add('sub', [y, scalar(b, 1)])])
      const positive = b.add('greater', [x, scalar(b, 0)])
      const logarithm = b.add('log', [b.add('select', [positive, x, scalar(b, 1)])])
      return [b.add('mul', [dy, b.add('mul', [y, lower])]), b.add('mul', [dy, b.add('mul', [out, logarithm])])]
    },
  }),
  // At a tie of maximum and minimum the first operand takes the whole gradient, as TensorFlow has it.
  binary({
    name: 'maximum', doc: 'The larger of x and y.', value: Math.max, integers: true,
    gradient: (b, { x, y, dy }) => [
      b.add('mul', [dy, indicator(b, b.add('greaterEqual', [x, y]))]), b.add('mul', [dy, indicator(b, b.add('less', [x, y]))])],
  }),
  binary({
    name: 'minimum', doc: 'The smaller of x and y.', value: Math.min, integers: true,
    gradient: (b, { x, y, dy }) => [
      b.add('mul', [dy, indicator(b, b.add('lessEqual', [x, y]))]), b.add('mul', [dy, indicator(b, b.add('greater', [x, y]))])],
  }),
  compare('equal', 'Whether x = y.', (x, y) => x === y),
  compare('notEqual', 'Whether x ≠ y.', (x, y) => x !== y),
  compare('less', 'Whether x < y.', (x, y) => x < y),
  compare('lessEqual', 'Whether x ≤ y.', (x, y) => x <= y),
  compare('greater', 'Whether x > y.', (x, y) => x > y),
  compare('greaterEqual', 'Whether x ≥ y.', (x, y) => x >= y),
]

const logical = (name: string, spelling: string, doc: string, value: (x: number, y: number) => number): Op => ({
  name, doc,
  infer(inputs) {
    if (inputs.length !== (name === 'not' ? 1 : 2) || inputs.some((t) => t.dtype !== 'bool')) throw new GraphError(`${name} takes truth values`)
    return { shape: broadcastShapes(inputs[0]!.shape, (inputs[1] ?? inputs[0]!).shape), dtype: 'bool' }
  },
  evaluate: ([x, y]) => zip64(x!, y ?? x!, shapeOf([[...x!.shape]], (y ?? x!).shape), value),
  flops: (_, output) => countOf(output),
  tfjs: (args) => `tf.${spelling}(${args.join(', ')})`,
})

const select: Op = {
  name: 'select',
  doc: 'The second input where the first holds, else the third.',
  infer([c, x, y]) {
    if (c?.dtype !== 'bool' || !x || !y || x.dtype !== y.dtype) throw new GraphError(`select of ${c?.dtype}, ${x?.dtype} and ${y?.dtype}`)
    return { shape: broadcastShapes(c.shape, broadcastShapes(x.shape, y.shape)), dtype: x.dtype }
  },
  vjp: (b, _, [c, x, y], _out, dy) => [
    null,
    sumTo(b, where(b, c!, dy), x!.shape),
    sumTo(b, where(b, b.add('not', [c!]), dy), y!.shape),
  ],
  evaluate([c, x, y]) {
    const shape = shapeOf([shapeOf([[...c!.shape]], x!.shape)], y!.shape)
    const chosen = zip64(c!, x!, shape, (holds, v) => (holds ? v : 0))
    const other = zip64(c!, y!, shape, (holds, v) => (holds ? 0 : v))
    return { shape, data: chosen.data.map((v, i) => v + other.data[i]!) }
  },
  flops: (_, output) => countOf(output),
  tfjs: ([c, x, y]) => `tf.where(${c}, ${x}, ${y})`,
}

export const logicOps: readonly Op[] = [
  logical('and', 'logicalAnd', 'Whether both hold.', (x, y) => x * y),
  logical('or', 'logicalOr', 'Whether at least one holds.', (x, y) => Math.max(x, y)),
  logical('not', 'logicalNot', 'Whether it does not hold.', (x) => 1 - x),
  select,
]
