/** One row a kind of use of each op: what the tests of gradients, engines and shapes run. */
import type { Attrs, Shape, DType } from '../../compiler/graph/graph.ts'
import type { Builder, Ref } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'

/** Where random arguments are drawn from: away from kinks and poles. */
export type Domain = 'real' | 'positive' | 'apart' | 'bool' | { readonly below: number }

export interface Case {
  readonly op: string
  readonly inputs: readonly { readonly shape: Shape; readonly domain?: Domain; readonly dtype?: DType }[]
  readonly attrs?: Attrs
  /** No gradient to compare (truth values, labels). */
  readonly flat?: true
}

const B = batchDim('B')
const B6 = batchDim('B', 6)

const x = (shape: Shape, domain: Domain = 'real') => ({ shape, domain })
const bool = (shape: Shape) => ({ shape, domain: 'bool' as const, dtype: 'bool' as const })
const label = (shape: Shape, below: number) => ({ shape, domain: { below }, dtype: 'int32' as const })

const smooth = ['neg', 'exp', 'square', 'sin', 'cos', 'tanh', 'sigmoid', 'softplus', 'erf']
const positive = ['log', 'log1p', 'sqrt', 'rsqrt', 'reciprocal']
const kinked = ['abs', 'relu', 'elu']
const steps = ['sign', 'floor', 'step']
const comparisons = ['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual']

const unary = (op: string, domain: Domain, more: Partial<Case> = {}): Case[] => [
  { op, inputs: [x([B, 3], domain)], ...more }, { op, inputs: [x([], domain)], ...more }, { op, inputs: [x([2, B, 1, 2], domain)], ...more },
]

const pairs: readonly (readonly [Shape, Shape])[] = [[[B, 3], [B, 3]], [[B, 3], [3]], [[], [2, B]], [[B, 1, 2], [B, 4, 1]]]
const binary = (op: string, domain: Domain, more: Partial<Case> = {}): Case[] =>
  pairs.map(([a, b]) => ({ op, inputs: [x(a, domain), x(b, domain)], ...more }))

const reductions = (op: string, domain: Domain, more: Partial<Case> = {}): Case[] => [
  { op, inputs: [x([B, 3, 2], domain)], attrs: { axes: [0], keepDims: false }, ...more },
  { op, inputs: [x([B, 3, 2], domain)], attrs: { axes: [1, 2], keepDims: true }, ...more },
  { op, inputs: [x([B, 3], domain)], attrs: { axes: [-1] }, ...more },
  { op, inputs: [x([B, 3], domain)], ...more },
]

const conv: readonly { picture: Shape; filter: Shape; out: Shape; attrs: Attrs }[] = [
  { picture: [B, 5, 4, 2], filter: [3, 2, 2, 3], out: [B, 3, 3, 3], attrs: { strides: [1, 1], padding: 'valid' } },
  { picture: [B, 5, 4, 2], filter: [3, 3, 2, 3], out: [B, 5, 4, 3], attrs: { strides: [1, 1], padding: 'same' } },
  { picture: [B, 6, 5, 1], filter: [4, 3, 1, 2], out: [B, 3, 3, 2], attrs: { strides: [2, 2], padding: 'same' } },
  { picture: [B, 6, 5, 1], filter: [3, 2, 1, 2], out: [B, 2, 2, 2], attrs: { strides: [2, 2], padding: 'valid' } },
  // Strides beyond the kernel: some rows are passed over.
  { picture: [B, 5, 7, 1], filter: [1, 2, 1, 2], out: [B, 2, 3, 2], attrs: { strides: [3, 3], padding: 'same' } },
  { picture: [B, 7, 4, 2], filter: [2, 1, 2, 2], out: [B, 2, 1, 2], attrs: { strides: [4, 4], padding: 'valid' } },
  // Channels enough for a spelling of their own.
  { picture: [B, 6, 5, 4], filter: [3, 3, 4, 5], out: [B, 3, 3, 5], attrs: { strides: [2, 2], padding: 'same' } },
  { picture: [B, 5, 4, 5], filter: [4, 2, 5, 4], out: [B, 2, 3, 4], attrs: { strides: [1, 1], padding: 'valid' } },
  { picture: [B, 7, 4, 4], filter: [2, 1, 4, 4], out: [B, 2, 1, 4], attrs: { strides: [4, 4], padding: 'valid' } },
]

/** Ops that a program names but no engine runs, or that take their value from outside: tested where they are expanded. */
export const elsewhere = ['input', 'read', 'random', 'grad', 'jacobian', 'fused'] as const

export const cases: readonly Case[] = [
  { op: 'constant', inputs: [], attrs: { value: -1.5 }, flat: true },
  { op: 'constant', inputs: [], attrs: { value: 3, dtype: 'int32' }, flat: true },
  { op: 'constant', inputs: [], attrs: { value: 1, dtype: 'bool' }, flat: true },
  { op: 'tensor', inputs: [], attrs: { values: [1, 2.5, -3, 4, 5, 6], shape: [2, 3] }, flat: true },
  { op: 'size', inputs: [], attrs: { dim: batchDim('B', 5) }, flat: true },
  ...smooth.flatMap((op) => unary(op, 'real')),
  ...positive.flatMap((op) => unary(op, 'positive')),
  ...kinked.flatMap((op) => unary(op, 'apart')),
  ...unary('leakyRelu', 'apart', { attrs: { alpha: 0.2 } }),
  ...unary('clamp', 'apart', { attrs: { low: -0.75, high: 0.85 } }),
  ...steps.flatMap((op) => unary(op, 'apart')),
  ...unary('stopGradient', 'real', { flat: true }),
  ...['add', 'sub', 'mul'].flatMap((op) => binary(op, 'real')),
  ...['div', 'pow'].flatMap((op) => binary(op, 'positive')),
  ...['maximum', 'minimum'].flatMap((op) => binary(op, 'real')),
  ...comparisons.flatMap((op) => binary(op, 'real', { flat: true })),
  ...comparisons.map((op): Case => ({ op, inputs: [label([B, 3], 2), label([3], 2)], flat: true })),
  ...['and', 'or'].map((op): Case => ({ op, inputs: [bool([B, 3]), bool([3])], flat: true })),
  { op: 'not', inputs: [bool([B, 3])], flat: true },
  { op: 'select', inputs: [bool([B, 3]), x([B, 3]), x([B, 3])] },
  { op: 'select', inputs: [bool([B, 1]), x([3]), x([])] },
  { op: 'cast', inputs: [x([B, 3])], attrs: { dtype: 'float32' } },
  { op: 'cast', inputs: [bool([B, 3])], attrs: { dtype: 'float32' }, flat: true },
  { op: 'cast', inputs: [x([B, 3], 'apart')], attrs: { dtype: 'int32' }, flat: true },
  { op: 'cast', inputs: [label([B, 3], 3)], attrs: { dtype: 'float32' }, flat: true },
  { op: 'cast', inputs: [x([B, 3], 'apart')], attrs: { dtype: 'bool' }, flat: true },
  { op: 'cast', inputs: [label([B, 3], 3)], attrs: { dtype: 'bool' }, flat: true },
  ...['sum', 'mean', 'max', 'min'].flatMap((op) => reductions(op, 'real')),
  { op: 'argMax', inputs: [x([B, 4])], attrs: { axis: 1 }, flat: true },
  { op: 'argMax', inputs: [x([3, B, 2])], attrs: { axis: 0 }, flat: true },
  ...['softmax', 'logSoftmax'].flatMap((op): Case[] => [{ op, inputs: [x([B, 4])] }, { op, inputs: [x([B, 2, 3])] }, { op, inputs: [x([3])] }]),
  { op: 'matmul', inputs: [x([B, 3]), x([3, 2])] },
  { op: 'matmul', inputs: [x([B, 3]), x([B, 2])], attrs: { transposeA: true } },
  { op: 'matmul', inputs: [x([B, 3]), x([2, 3])], attrs: { transposeB: true } },
  { op: 'matmul', inputs: [x([3, B]), x([2, 3])], attrs: { transposeA: true, transposeB: true } },
  { op: 'matmul', inputs: [x([B, 2, 3]), x([B, 3, 2])] },
  { op: 'matmul', inputs: [x([B, 3, 2]), x([B, 3, 4])], attrs: { transposeA: true } },
  { op: 'matmul', inputs: [x([B, 2, 3]), x([B, 2, 3])], attrs: { transposeB: true } },
  { op: 'matmul', inputs: [x([B, 2, 3]), x([3, 4])] },
  { op: 'matmul', inputs: [x([2, B, 3]), x([4, 3])], attrs: { transposeB: true } },
  { op: 'transpose', inputs: [x([B, 3])], attrs: { perm: [1, 0] } },
  { op: 'transpose', inputs: [x([B, 3, 2, 4])], attrs: { perm: [2, 0, 3, 1] } },
  { op: 'reshape', inputs: [x([B, 3, 2])], attrs: { shape: [B, 6] } },
  { op: 'reshape', inputs: [x([B6])], attrs: { shape: [2, B, 3] } },
  { op: 'broadcastTo', inputs: [x([3])], attrs: { shape: [2, B, 3] } },
  { op: 'broadcastTo', inputs: [x([B, 1, 2])], attrs: { shape: [B, 3, 2] } },
  { op: 'broadcastTo', inputs: [x([])], attrs: { shape: [B, 2] } },
  { op: 'concat', inputs: [x([B, 3]), x([B, 1]), x([B, 2])], attrs: { axis: -1 } },
  { op: 'concat', inputs: [x([B, 3]), x([B, 3])], attrs: { axis: 0 } },
  { op: 'slice', inputs: [x([B, 5])], attrs: { begin: [0, 1], size: [B, 3] } },
  { op: 'slice', inputs: [x([B6, 2])], attrs: { begin: [batchDim('B', 2), 0], size: [B, 1] } },
  { op: 'pad', inputs: [x([B, 3])], attrs: { paddings: [[0, 0], [2, 1]] } },
  { op: 'pad', inputs: [x([B, 2, 2])], attrs: { paddings: [[B, 0], [1, 0], [0, 0]] } },
  { op: 'pad', inputs: [x([B, 2, 1, 2, 3])], attrs: { paddings: [[0, 0], [1, 0], [0, 2], [0, 0], [1, 1]] } },
  { op: 'reverse', inputs: [x([B, 3, 2])], attrs: { axes: [1] } },
  { op: 'reverse', inputs: [x([3, 2, B])], attrs: { axes: [0, -2] } },
  { op: 'oneHot', inputs: [label([B], 4)], attrs: { depth: 4 }, flat: true },
  { op: 'oneHot', inputs: [label([B, 2], 3)], attrs: { depth: 3 }, flat: true },
  { op: 'oneHot', inputs: [label([B, 2], 2)], attrs: { depth: 1 }, flat: true },
  { op: 'gather', inputs: [x([4, 3]), label([B], 4)] },
  { op: 'gather', inputs: [x([4, 2, 2]), label([B, 3], 4)] },
  ...conv.flatMap(({ picture, filter, out, attrs }): Case[] => [
    { op: 'conv2d', inputs: [x(picture), x(filter)], attrs },
    { op: 'conv2dInputGradient', inputs: [x(out), x(filter)], attrs: { ...attrs, shape: picture } },
    { op: 'conv2dFilterGradient', inputs: [x(picture), x(out)], attrs: { ...attrs, shape: filter } },
  ]),
]

/** Builds a case's node in `b`; inputs are the feeds `x0`, `x1`, …. */
export function build(b: Builder, row: Case): { readonly y: Ref; readonly floats: readonly Ref[]; readonly refs: readonly Ref[] } {
  const refs = row.inputs.map(({ shape, dtype = 'float32' }, i) => b.input({ name: `x${i}`, shape, dtype, kind: 'value' }))
  return { y: b.add(row.op, refs, row.attrs ?? {}), floats: refs.filter((r) => r.dtype === 'float32'), refs }
}
