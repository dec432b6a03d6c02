/** Random programs: short recipes over a small pool of tensors, with derivatives among them. */
import fc from 'fast-check'
import type { Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { GraphError } from '../../compiler/graph/error.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { randomTensor, uniforms } from '../ops/random.ts'

const B = batchDim('B')
export const sizes = { B: 2 }

type Make = (b: Builder, x: Ref, y: Ref, pick: number) => Ref

const unary = (op: string): Make => (b, x) => b.add(op, [x])
const binary = (op: string): Make => (b, x, y) => b.add(op, [x, y])
const number = (b: Builder, value: number): Ref => b.add('constant', [], { value })
const positive = (b: Builder, x: Ref): Ref => b.add('add', [b.add('square', [x]), number(b, 0.5)])
const turn = (x: Ref): number[] => [...x.shape.keys()].map((i) => (i < x.shape.length - 2 ? i : 2 * x.shape.length - 3 - i))
/** Something that varies: of equal numbers it is a matter of simplification which are one expression. */
function variable(b: Builder, x: Ref): Ref {
  const varies = (id: number): boolean => ['input', 'read'].includes(b.nodes[id]!.op) || b.nodes[id]!.inputs.some(varies)
  if (!varies(x.id)) throw new GraphError('a number')
  return x
}

const total = (b: Builder, x: Ref): Ref => b.add('sum', [x])

/** Smooth ops only: where rounding decides on which side of a kink a number lies, equal programs have unequal gradients. */
const steps: readonly Make[] = [
  unary('neg'), unary('square'), unary('tanh'), unary('sigmoid'), unary('softplus'), unary('sin'), unary('softmax'), unary('stopGradient'),
  binary('add'), binary('sub'), binary('mul'), binary('add'), binary('sub'), binary('mul'),
  (b, x, y) => b.add('div', [x, positive(b, y)]),
  (b, x, _y, pick) => b.add('pow', [positive(b, x), number(b, [1, 2, 0.5, -1, 3, -0.5][pick % 6]!)]),
  (b, x) => b.add('sqrt', [positive(b, x)]),
  (b, x) => b.add('square', [b.add('sqrt', [positive(b, x)])]),
  (b, x) => b.add('log', [positive(b, x)]),
  (b, x) => b.add('log', [b.add('sigmoid', [x])]),
  (b, x) => b.add('log', [b.add('sub', [number(b, 1), b.add('sigmoid', [x])])]),
  (b, x) => b.add('log', [b.add('add', [b.add('neg', [b.add('sigmoid', [x])]), number(b, 1)])]),
  (b, x) => b.add('log', [b.add('reshape', [b.add('softmax', [x])], { shape: [...x.shape, 1] })]),
  (b, x) => b.add('add', [b.add('softplus', [x]), b.add('softplus', [b.add('neg', [x])])]),
  (b, x, _y, pick) => b.add(['mul', 'add', 'sub', 'div'][pick % 4]!, [x, number(b, [0, 1, -1, 2][Math.floor(pick / 4) % 4] || 1)]),
  (b, x, _y, pick) => b.add(['mul', 'add', 'sub'][pick % 3]!, [number(b, [0, 1, -1, 2][Math.floor(pick / 3) % 4]!), x]),
  (b, x, _y, pick) => b.add('mul', [x, b.add('broadcastTo', [number(b, pick % 3)], { shape: x.shape })]),
  (b, x, y) => b.add('add', [x, b.add('broadcastTo', [y], { shape: x.shape })]),
  (b, x) => b.add('transpose', [x], { perm: turn(x) }),
  (b, x, y, pick) => b.add('matmul', [x, y], { transposeA: pick % 2 === 1, transposeB: pick % 4 > 1 }),
  (b, x, y) => b.add('matmul', [b.add('transpose', [x], { perm: turn(x) }), y]),
  (b, x) => b.add('reshape', [x], { shape: [B, 2, 2] }),
  (b, x) => b.add('reshape', [x], { shape: [B, 4] }),
  (b, x, _y, pick) => b.add(pick % 2 ? 'sum' : 'mean', [x], { axes: [pick % x.shape.length], keepDims: pick % 4 > 1 }),
  (b, x) => b.add('slice', [x], { begin: x.shape.map((_, i) => Number(i === x.shape.length - 1)), size: [...x.shape.slice(0, -1), 2] }),
  (b, x) => b.add('pad', [x], { paddings: x.shape.map((_, i) => (i === x.shape.length - 1 ? [1, 1] : [0, 0])) }),
  (b, x, y) => b.add('concat', [x, y], { axis: -1 }),
  (b, x) => b.add('reverse', [x], { axes: [-1] }),
  (b, x, y) => b.add('select', [b.add('greater', [b.input(feed('x', [B, 4])), number(b, 0)]), x, y]),
  (b, x, y) => b.add('grad', [total(b, x), variable(b, y)]),
  (b, x, y) => b.add('grad', [total(b, b.add('sin', [x])), variable(b, y)]),
  (b, x, y) => b.add('jacobian', [b.add('sigmoid', [x]), y]),
]

const feed = (name: string, shape: Ref['shape']) => ({ name, shape, dtype: 'float32' as const, kind: 'value' as const })

function build(recipe: readonly (readonly [number, number, number, number])[]): Program {
  const b = new Builder()
  const pool: Ref[] = [
    b.input(feed('x', [B, 4])), b.input(feed('z', [B, 3])), b.input(feed('s', [])),
    b.add('read', [], { entry: 'W', shape: [4, 4], dtype: 'float32' }), b.add('read', [], { entry: 'V', shape: [4, 3], dtype: 'float32' }),
    b.add('read', [], { entry: 'c', shape: [4], dtype: 'float32' }), number(b, 0), number(b, 1),
  ]
  for (const [step, first, second, pick] of recipe) {
    try {
      // The later half of the pool more often, so that recipes grow deep.
      const choose = (n: number): Ref => pool[n % 2 ? pool.length - 1 - (n % Math.ceil(pool.length / 2)) : n % pool.length]!
      pool.push(steps[step % steps.length]!(b, choose(first), choose(second), pick))
    } catch (error) {
      if (!(error instanceof GraphError)) throw error
    }
  }
  const results = pool.slice(8)
  return {
    name: 'random', feeds: b.feeds, nodes: b.nodes,
    outputs: results.map((r, i) => ({ name: `r${i}`, node: r.id })),
    updates: pool.filter((r) => r.dtype === 'float32').slice(-1).map((r) => ({ entry: 'last', node: r.id })),
  }
}

const number16 = fc.nat({ max: 65535 })

export const programs: fc.Arbitrary<Program> =
  fc.array(fc.tuple(number16, number16, number16, number16), { minLength: 2, maxLength: 14 }).map(build)

export function argumentsFor(seed: number): { readonly feeds: Record<string, Tensor64>; readonly store: Record<string, Tensor64> } {
  const next = uniforms(seed)
  return {
    feeds: { x: randomTensor([2, 4], next), z: randomTensor([2, 3], next), s: randomTensor([], next) },
    store: { W: randomTensor([4, 4], next), V: randomTensor([4, 3], next), c: randomTensor([4], next) },
  }
}
