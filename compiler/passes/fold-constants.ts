/**
 * Constant folding: arithmetic on known numbers, and what arithmetic with 0 and 1 leaves unchanged; layout ops that undo
 * or follow each other. A stretched constant (`broadcastTo` of a number) counts as that number. As usual for compilers of
 * such programs, 0 · x is 0 whatever x is.
 */
import type { Attrs, Program, Shape } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { GuardedBuilder } from './guarded.ts'
import { sameShape } from '../graph/graph.ts'
import { axesAttr, flagAttr, numberAttr, numbersAttr, pairsAttr } from '../ops/attrs.ts'
import { broadcastTo, countOfShape, reshape, scalar } from '../ops/compose.ts'
import { opOf } from '../ops/registry.ts'
import { countOf, isSymbolic } from '../ops/shapes.ts'
import { elementwise } from '../ops/unary.ts'
import { rebuildGuarded } from './guarded.ts'

export const foldConstants = (program: Program): Program =>
  rebuildGuarded(program, (b, node, inputs) => simplified(b, node.op, inputs, node.attrs))

/** Arrays up to this many numbers are computed when compiling. */
const largestTensor = 4096

/** A node, or the simpler one that equals it. */
function simplified(b: GuardedBuilder, op: string, inputs: readonly Ref[], attrs: Attrs = {}): Ref {
  const { shape, dtype } = opOf(op).infer(inputs, attrs)
  const type = { shape, dtype }
  return computed(b, op, inputs, attrs, type) ?? uniform(b, op, inputs, attrs, shape) ?? arithmetic(b, op, inputs, attrs, shape) ?? layout(b, op, inputs, attrs, shape)
    ?? b.add(op, inputs, attrs)
}

/** The number that every element of `x` equals, `null` where it is not known. */
function numberOf(b: GuardedBuilder, x: Ref): number | null {
  const node = b.look(x)
  if (node.op === 'constant') return numberAttr(node.attrs, 'value')
  return node.op === 'broadcastTo' ? numberOf(b, b.nodes[node.inputs[0]!]!) : null
}

const constantOf = (b: GuardedBuilder, value: number, { shape, dtype }: Pick<Ref, 'shape' | 'dtype'>): Ref =>
  broadcastTo(b, b.add('constant', [], dtype === 'float32' ? { value } : { value, dtype }), shape)

const pointwise = new Set([...elementwise, 'add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum', 'equal', 'notEqual', 'less', 'lessEqual',
  'greater', 'greaterEqual', 'and', 'or', 'not', 'select', 'cast'])

/** Ops whose result is known when compiling. */
function computed(b: GuardedBuilder, op: string, inputs: readonly Ref[], attrs: Attrs, type: Pick<Ref, 'shape' | 'dtype'>): Ref | null {
  if (!inputs.length) return null
  if (pointwise.has(op) && op !== 'stopGradient') {
    const numbers = inputs.map((x) => numberOf(b, x))
    if (numbers.every((v) => v !== null)) {
      const [value] = opOf(op).evaluate(numbers.map((v) => ({ shape: [], data: Float64Array.of(v) })), attrs, {}).data
      return constantOf(b, value!, type)
    }
  }
  if (op === 'broadcastTo' || isSymbolic(type.shape) || countOf(type.shape as number[]) > largestTensor) return null
  const known = inputs.map((x) => b.look(x))
  if (!known.every((n) => n.op === 'tensor' || n.op === 'constant') || !known.some((n) => n.op === 'tensor') || !opOf(op).vjp) return null
  const value = opOf(op).evaluate(known.map((n) => opOf(n.op).evaluate([], n.attrs, {})), attrs, {})
  if (type.dtype !== 'float32') return null
  return b.add('tensor', [], { values: [...value.data], shape: value.shape })
}

/** The scalar that every element of `x` equals, `null` where there is none. */
function scalarBehind(b: GuardedBuilder, x: Ref): Ref | null {
  if (x.shape.length === 0) return x
  const node = b.look(x)
  return node.op === 'broadcastTo' ? scalarBehind(b, b.nodes[node.inputs[0]!]!) : null
}

/** Element-wise ops of stretched scalars: computed once, then stretched. */
function uniform(b: GuardedBuilder, op: string, inputs: readonly Ref[], attrs: Attrs, shape: Shape): Ref | null {
  if (shape.length === 0 || !inputs.length || !pointwise.has(op)) return null
  const scalars = inputs.map((x) => scalarBehind(b, x))
  return scalars.every((x) => x !== null) ? broadcastTo(b, simplified(b, op, scalars, attrs), shape) : null
}

function arithmetic(b: GuardedBuilder, op: string, inputs: readonly Ref[], attrs: Attrs, shape: Shape): Ref | null {
  const [x, y] = inputs as [Ref, Ref]
  const again = (name: string, ...args: Ref[]): Ref => simplified(b, name, args)
  const as = (result: Ref): Ref => broadcastTo(b, result, shape)
  const inner = (ref: Ref, name: string): Ref | null => (b.look(ref).op === name ? b.nodes[b.look(ref).inputs[0]!]! : null)
  const right = y ? numberOf(b, y) : null
  const left = y ? numberOf(b, x) : null
  switch (op) {
    case 'add': {
      if (right === 0) return as(x)
      if (left === 0) return as(y)
      const [minusX, minusY] = [inner(x, 'neg'), inner(y, 'neg')]
      return minusY ? again('sub', x, minusY) : minusX ? again('sub', y, minusX) : null
    }
    case 'sub': {
      if (right === 0) return as(x)
      if (left === 0) return as(again('neg', y))
      const minusY = inner(y, 'neg')
      return minusY ? again('add', x, minusY) : null
    }
    case 'mul': {
      if (x.dtype !== 'float32') return null
      if (left !== null && right === null) return again('mul', y, x)
      if (right === 1) return as(x)
      if (right === 0) return as(scalar(b, 0))
      if (right === -1) return as(again('neg', x))
      const [minusX, minusY] = [inner(x, 'neg'), inner(y, 'neg')]
      if (minusX && minusY) return again('mul', minusX, minusY)
      if (right !== null) return scaled(b, x, right, shape)
      const [scalarX, scalarY] = [scalarBehind(b, x), scalarBehind(b, y)]
      if (scalarX && !scalarY) return as(again('mul', y, scalarX))
      if (scalarY && y !== scalarY && sameShape(x.shape, shape)) return again('mul', x, scalarY)
      if (single(x) && !single(y)) return again('mul', y, x)
      if (single(y) && !single(x)) return narrowed(b, x, y)
      // Signs move outwards, where sums and differences take them in.
      return minusX ? again('neg', again('mul', minusX, y)) : minusY ? again('neg', again('mul', x, minusY)) : null
    }
    case 'div':
      if (right === 1) return as(x)
      if (left === 0) return as(scalar(b, 0))
      if (left === 1) return as(again('reciprocal', y))
      return right !== null && right !== 0 && Number.isFinite(right) ? again('mul', x, stretched(b, 1 / right, y)) : null
    case 'pow':
      if (right === 1) return as(x)
      if (right === 2) return as(again('square', x))
      if (right === 0.5) return as(again('sqrt', x))
      if (right === -0.5) return as(again('rsqrt', x))
      return right === -1 ? as(again('reciprocal', x)) : null
    case 'neg': {
      const minus = inner(x, 'neg')
      const node = b.look(x)
      if (minus) return minus
      if (node.op === 'sub') return again('sub', b.nodes[node.inputs[1]!]!, b.nodes[node.inputs[0]!]!)
      const factor = node.op === 'mul' ? b.nodes[node.inputs[1]!]! : null
      return factor && (numberOf(b, factor) !== null || (single(factor) && !single(x))) ? again('mul', b.nodes[node.inputs[0]!]!, again('neg', factor)) : null
    }
    // A square root is of a number that has one, so these two undo each other.
    case 'square': return inner(x, 'sqrt') ?? null
    case 'sqrt': { const root = inner(x, 'square'); return root ? again('abs', root) : null }
    case 'log': return inner(x, 'exp')
    case 'select': {
      const chosen = numberOf(b, x)
      return chosen === null ? null : as(inputs[chosen ? 1 : 2]!)
    }
    case 'cast': return x.dtype === (attrs['dtype'] ?? 'float32') ? x : null
    case 'sum': case 'mean': {
      const minus = inner(x, 'neg')
      return minus ? again('neg', simplified(b, op, [minus], attrs)) : reducedConstant(b, op, x, attrs, shape)
    }
    default: return null
  }
}

/** A number in the shape of the constant it replaces. */
const stretched = (b: GuardedBuilder, value: number, like: Ref): Ref => broadcastTo(b, scalar(b, value), like.shape)

/** `x · factor`, joined with a factor that x has already. */
function scaled(b: GuardedBuilder, x: Ref, factor: number, shape: Shape): Ref | null {
  const node = b.look(x)
  const first = b.nodes[node.inputs[0] ?? -1]
  if (node.op === 'neg') return broadcastTo(b, simplified(b, 'mul', [first!, scalar(b, -factor)]), shape)
  const known = node.op === 'mul' ? numberOf(b, b.nodes[node.inputs[1]!]!) : null
  return known === null ? null : broadcastTo(b, simplified(b, 'mul', [broadcastTo(b, first!, x.shape), scalar(b, known * factor)]), shape)
}

/** Whether `x` is one element: arithmetic on it is free beside that on a tensor. */
const single = (x: Ref): boolean => x.shape.every((d) => d === 1)

/** `x · factor` where the factor is one element: signs and numbers in x move over to it. */
function narrowed(b: GuardedBuilder, x: Ref, factor: Ref): Ref | null {
  const node = b.look(x)
  const first = b.nodes[node.inputs[0] ?? -1]!
  if (node.op === 'neg') return simplified(b, 'mul', [first, simplified(b, 'neg', [factor])])
  if (node.op !== 'mul' || !sameShape(first.shape, x.shape)) return null
  const second = b.nodes[node.inputs[1]!]!
  return numberOf(b, second) !== null && single(second) ? simplified(b, 'mul', [first, simplified(b, 'mul', [factor, second])]) : null
}

/** The sum or mean of a stretched number; a sum over the batch counts its rows. */
function reducedConstant(b: GuardedBuilder, op: string, x: Ref, attrs: Attrs, shape: Shape): Ref | null {
  const axes = axesAttr(attrs, x.shape.length)
  if (!axes.length) return x
  const value = x.dtype === 'float32' ? numberOf(b, x) : null
  if (value === null) return null
  if (op === 'mean') return broadcastTo(b, scalar(b, value), shape)
  return broadcastTo(b, simplified(b, 'mul', [countOfShape(b, axes.map((a) => x.shape[a]!)), scalar(b, value)]), shape)
}

function layout(b: GuardedBuilder, op: string, inputs: readonly Ref[], attrs: Attrs, shape: Shape): Ref | null {
  const x = inputs[0]
  if (!x) return null
  const node = b.look(x)
  const below = b.nodes[node.inputs[0] ?? -1]
  const splat = node.op === 'broadcastTo' && below!.shape.length === 0
  switch (op) {
    case 'reshape':
      if (sameShape(x.shape, shape)) return x
      if (node.op === 'reshape') return reshape(b, below!, shape)
      if (node.op === 'constant') return broadcastTo(b, x, shape)
      return splat ? broadcastTo(b, below!, shape) : null
    case 'transpose': {
      const perm = numbersAttr(attrs, 'perm')
      if (perm.every((p, i) => p === i)) return x
      if (splat) return broadcastTo(b, below!, shape)
      if (node.op === 'transpose') {
        const first = numbersAttr(node.attrs, 'perm')
        return simplified(b, 'transpose', [below!], { perm: perm.map((p) => first[p]!) })
      }
      return onlyMovesOnes(x.shape, perm) ? simplified(b, 'reshape', [x], { shape }) : null
    }
    case 'broadcastTo':
      if (sameShape(x.shape, shape)) return x
      return node.op === 'broadcastTo' ? broadcastTo(b, below!, shape) : null
    case 'slice':
      if (sameShape(x.shape, shape)) return x
      return splat ? broadcastTo(b, below!, shape) : null
    case 'pad': return pairsAttr(attrs, 'paddings').flat().every((d) => d === 0) ? x : null
    case 'concat': return inputs.length === 1 ? x : null
    case 'reverse': return splat ? x : null
    case 'max': case 'min': return axesAttr(attrs, x.shape.length).length === 0 || (flagAttr(attrs, 'keepDims') && sameShape(x.shape, shape)) ? x : null
    default: return null
  }
}

/** Whether a permutation leaves the axes of more than one element in their order: then it is a reshape. */
function onlyMovesOnes(shape: Shape, perm: readonly number[]): boolean {
  const moved = perm.filter((p) => shape[p] !== 1)
  return moved.every((p, i) => i === 0 || p > moved[i - 1]!)
}
