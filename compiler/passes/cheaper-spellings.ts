/**
 * The same values for less work. Runs after differentiation:
 *
 * - a stretched operand of an element-wise op is not stretched first;
 * - x·x is a square, a transposed operand of a product is a flag of the product;
 * - softplus(−x) is softplus(x) − x and σ(−x) is 1 − σ(x) where the other is there anyway (a Bernoulli likelihood has both);
 * - stopGradient has done its duty.
 */
import type { Attrs, Node, Program } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { sameShape } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'
import { flagAttr, numbersAttr } from '../ops/attrs.ts'
import { scalar } from '../ops/compose.ts'
import { product } from '../ops/matmul.ts'
import { opOf } from '../ops/registry.ts'
import { liveNodes } from './dead-code.ts'

const stretching = new Set(['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum', 'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'select'])

export function cheaperSpellings(program: Program): Program {
  const taken = { softplus: argumentsOf(program, 'softplus'), sigmoid: argumentsOf(program, 'sigmoid') }
  return rebuild(program, (node, inputs, b, at) => {
    const [x, y] = inputs as [Ref, Ref]
    if (node.op === 'stopGradient') return x
    if (node.op === 'mul' && x === y) return b.add('square', [x])
    if (node.op === 'matmul') return product(b, ...untransposed(b, node, x, y))
    if (node.op === 'softplus' || node.op === 'sigmoid') {
      const positive = negated(program, node)
      const whole = positive !== null && taken[node.op].has(positive) ? at(positive) : undefined
      if (whole) {
        const other = b.add(node.op, [whole])
        return node.op === 'softplus' ? b.add('sub', [other, whole]) : b.add('sub', [scalar(b, 1), other])
      }
    }
    return b.add(node.op, stretching.has(node.op) ? unstretched(b, node.op, inputs, node) : inputs, node.attrs)
  })
}

/** The node whose negative `node` is taken of. */
function negated(program: Program, node: Node): number | null {
  const argument = program.nodes[node.inputs[0]!]!
  return argument.op === 'neg' ? argument.inputs[0]! : null
}

function argumentsOf(program: Program, op: string): ReadonlySet<number> {
  const live = liveNodes(program)
  return new Set(program.nodes.flatMap((n) => (n.op === op && live.has(n.id) ? [n.inputs[0]!] : [])))
}

/** Inputs with `broadcastTo` left out wherever the other inputs stretch the result anyway. */
function unstretched(b: Builder, op: string, inputs: readonly Ref[], node: Node): readonly Ref[] {
  const found = [...inputs]
  found.forEach((x, i) => {
    const own = b.nodes[x.id]!
    if (own.op !== 'broadcastTo') return
    const tried = found.map((f, k) => (k === i ? b.nodes[own.inputs[0]!]! : f))
    if (sameShape(opOf(op).infer(tried, node.attrs).shape, node.shape)) found[i] = tried[i]!
  })
  return found
}

function untransposed(b: Builder, node: Node, x: Ref, y: Ref): [Ref, Ref, boolean, boolean] {
  const [left, right] = [behindTranspose(b, x), behindTranspose(b, y)]
  const flags = { a: flagAttr(node.attrs, 'transposeA'), b: flagAttr(node.attrs, 'transposeB') }
  // A product over leading axes with one shared matrix cannot transpose its left side.
  const shared = x.shape.length !== y.shape.length
  return [left && !shared ? left : x, right ?? y, left && !shared ? !flags.a : flags.a, right ? !flags.b : flags.b]
}

/** x where `ref` is x with its last two axes exchanged. */
function behindTranspose(b: Builder, ref: Ref): Ref | null {
  const node = b.nodes[ref.id]!
  return node.op === 'transpose' && exchangesLastTwo(node.attrs) ? b.nodes[node.inputs[0]!]! : null
}

function exchangesLastTwo(attrs: Attrs): boolean {
  const perm = numbersAttr(attrs, 'perm')
  const last = perm.length - 1
  return last > 0 && perm.every((p, i) => p === (i === last ? last - 1 : i === last - 1 ? last : i))
}
