/** Element-wise functions of one tensor, activations included. Each row: value, derivative, spelling. */
import type { Attrs } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import type { Op } from './op.ts'
import { GraphError } from '../graph/error.ts'
import { numberAttr } from './attrs.ts'
import { countOf } from './shapes.ts'
import { map64 } from './tensors.ts'
import { indicator, scalar } from './compose.ts'

interface Unary {
  readonly name: string
  readonly doc: string
  value(v: number, attrs: Attrs): number
  /** The gradient of the input given that of the result; absent: zero almost everywhere. */
  gradient?(b: Builder, at: { x: Ref; y: Ref; dy: Ref; attrs: Attrs }): Ref
  readonly tfjs?: (x: string, attrs: Attrs) => string
  /** Floating-point operations an element. */
  readonly cost?: number
  /** Whether integers are allowed too. */
  readonly integers?: true
}

const unary = ({ name, doc, value, gradient, tfjs = (x) => `tf.${name}(${x})`, cost = 1, integers }: Unary): Op => ({
  name, doc,
  infer([x]) {
    if (!x || !(x.dtype === 'float32' || (integers && x.dtype === 'int32'))) throw new GraphError(`${name} of ${x?.dtype ?? 'nothing'}`)
    return { shape: x.shape, dtype: x.dtype }
  },
  vjp: (b, node, [x], y, dy) => [gradient ? gradient(b, { x: x!, y, dy, attrs: node.attrs }) : null],
  evaluate: ([x], attrs) => map64(x!, (v) => value(v, attrs)),
  flops: (_, output) => cost * countOf(output),
  tfjs: ([x], attrs) => tfjs(x!, attrs),
})

const alphaOf = (attrs: Attrs): number => numberAttr(attrs, 'alpha')

/** A function with several exact digits everywhere: the incomplete gamma series for small, the continued fraction for large |x|. */
function erf(x: number): number {
  const z = Math.abs(x)
  if (z > 6) return Math.sign(x)
  if (z < 2.5) {
    let term = x
    let sum = x
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= -x * x / n
      sum += term / (2 * n + 1)
    }
    return (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = 0
  for (let k = 60; k > 0; k--) fraction = (k / 2) / (z + fraction)
  return Math.sign(x) * (1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * (z + fraction)))
}

const softplus64 = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))
const sigmoid64 = (v: number): number => (v >= 0 ? 1 / (1 + Math.exp(-v)) : Math.exp(v) / (1 + Math.exp(v)))

export const unaryOps: readonly Op[] = [
  unary({ name: 'neg', doc: '−x', value: (v) => -v, gradient: (b, { dy }) => b.add('neg', [dy]), integers: true }),
  unary({ name: 'abs', doc: '|x|', value: Math.abs, gradient: (b, { x, dy }) => b.add('mul', [dy, b.add('sign', [x])]), integers: true }),
  unary({ name: 'sign', doc: '−1, 0 or 1', value: Math.sign, integers: true }),
  unary({ name: 'floor', doc: 'The greatest whole number not above x.', value: Math.floor }),
  unary({ name: 'step', doc: '1 where x > 0, else 0.', value: (v) => (v > 0 ? 1 : 0) }),
  unary({ name: 'exp', doc: 'eˣ', value: Math.exp, gradient: (b, { y, dy }) => b.add('mul', [dy, y]), cost: 10 }),
  unary({ name: 'log', doc: 'The natural logarithm.', value: Math.log, gradient: (b, { x, dy }) => b.add('div', [dy, x]), cost: 10 }),
  unary({
    name: 'log1p', doc: 'log(1 + x), exact for small x.', value: Math.log1p, cost: 10,
    gradient: (b, { x, dy }) => b.add('div', [dy, b.add('add', [x, scalar(b, 1)])]),
  }),
  unary({
    name: 'sqrt', doc: 'The square root; its gradient at 0 is infinite.', value: Math.sqrt, cost: 4,
    gradient: (b, { y, dy }) => b.add('div', [b.add('mul', [dy, scalar(b, 0.5)]), y]),
  }),
  unary({
    name: 'rsqrt', doc: '1/√x', value: (v) => 1 / Math.sqrt(v), cost: 4,
    gradient: (b, { y, dy }) => b.add('mul', [dy, b.add('mul', [b.add('mul', [b.add('square', [y]), y]), scalar(b, -0.5)])]),
  }),
  unary({
    name: 'square', doc: 'x²', value: (v) => v * v, integers: true,
    gradient: (b, { x, dy }) => b.add('mul', [dy, b.add('mul', [x, scalar(b, 2)])]),
  }),
  unary({
    name: 'reciprocal', doc: '1/x', value: (v) => 1 / v, cost: 4,
    gradient: (b, { y, dy }) => b.add('neg', [b.add('mul', [dy, b.add('square', [y])])]),
  }),
  unary({ name: 'sin', doc: 'The sine of x in radians.', value: Math.sin, gradient: (b, { x, dy }) => b.add('mul', [dy, b.add('cos', [x])]), cost: 10 }),
  unary({
    name: 'cos', doc: 'The cosine of x in radians.', value: Math.cos, cost: 10,
    gradient: (b, { x, dy }) => b.add('neg', [b.add('mul', [dy, b.add('sin', [x])])]),
  }),
  unary({
    name: 'erf', doc: 'The error function.', value: erf, cost: 10,
    gradient: (b, { x, dy }) =>
      b.add('mul', [dy, b.add('mul', [b.add('exp', [b.add('neg', [b.add('square', [x])])]), scalar(b, 2 / Math.sqrt(Math.PI))])]),
  }),
  unary({
    name: 'tanh', doc: 'The hyperbolic tangent.', value: Math.tanh, cost: 10,
    gradient: (b, { y, dy }) => b.add('mul', [dy, b.add('sub', [scalar(b, 1), b.add('square', [y])])]),
  }),
  unary({
    name: 'sigmoid', doc: '1 / (1 + e⁻ˣ)', value: sigmoid64, cost: 10,
    gradient: (b, { y, dy }) => b.add('mul', [dy, b.add('mul', [y, b.add('sub', [scalar(b, 1), y])])]),
  }),
  unary({
    name: 'softplus', doc: 'log(1 + eˣ), without overflow.', value: softplus64, cost: 20,
    gradient: (b, { x, dy }) => b.add('mul', [dy, b.add('sigmoid', [x])]),
  }),
  // From the result rather than the argument: the argument can be freed, and y > 0 exactly where x > 0.
  unary({ name: 'relu', doc: 'max(x, 0)', value: (v) => Math.max(v, 0), gradient: (b, { y, dy }) => b.add('mul', [dy, b.add('step', [y])]) }),
  unary({
    name: 'leakyRelu', doc: 'x where x > 0, else alpha·x.', value: (v, attrs) => (v > 0 ? v : alphaOf(attrs) * v), cost: 2,
    gradient: (b, { x, dy, attrs }) => {
      const alpha = alphaOf(attrs)
      return b.add('mul', [dy, b.add('add', [b.add('mul', [b.add('step', [x]), scalar(b, 1 - alpha)]), scalar(b, alpha)])])
    },
    tfjs: (x, attrs) => `tf.leakyRelu(${x}, ${alphaOf(attrs)})`,
  }),
  unary({
    name: 'elu', doc: 'x where x > 0, else eˣ − 1.', value: (v) => (v > 0 ? v : Math.expm1(v)), cost: 10,
    gradient: (b, { y, dy }) => b.add('select', [b.add('greater', [y, scalar(b, 0)]), dy, b.add('mul', [dy, b.add('add', [y, scalar(b, 1)])])]),
  }),
  unary({
    name: 'clamp', doc: 'x held between `low` and `high`; the gradient passes where x is inside.', cost: 2,
    value: (v, attrs) => Math.min(Math.max(v, numberAttr(attrs, 'low')), numberAttr(attrs, 'high')),
    gradient: (b, { x, y, dy }) => b.add('mul', [dy, indicator(b, b.add('equal', [x, y]))]),
    tfjs: (x, attrs) => `tf.clipByValue(${x}, ${numberAttr(attrs, 'low')}, ${numberAttr(attrs, 'high')})`,
  }),
  unary({ name: 'stopGradient', doc: 'x, as a constant to differentiation.', value: (v) => v, cost: 0, tfjs: (x) => `tf.clone(${x})`, integers: true }),
]

/** Names of the ops that act on every element by itself: what the closed form of a Jacobian may look through. */
export const elementwise: ReadonlySet<string> = new Set(unaryOps.map((op) => op.name))
