/**
 * The squared norm of a Jacobian within a sample in closed form, where y is an element-wise function of one dense layer
 * of x, y = a(h), h = x W + c: ∂y_j/∂x_i = a′(h_j) W_ij, so Σ_ij (∂y_j/∂x_i)² = Σ_j a′(h_j)² Σ_i W_ij² (Rifai et al. 2011).
 * One pass over the batch instead of K.
 */
import type { Node, Program } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { sameDim, sameShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { axesAttr, flagAttr } from '../ops/attrs.ts'
import { filled, reshape } from '../ops/compose.ts'
import { opOf } from '../ops/registry.ts'
import { isSymbolic } from '../ops/shapes.ts'
import { elementwise } from '../ops/unary.ts'
import { dependents } from './sweep.ts'

export interface JacobianNorm {
  /** Nodes from y down to the one above h, each with the position of its input towards x. */
  readonly chain: readonly { readonly node: number; readonly towards: number }[]
  readonly y: number
  /** The kernel W, and its axis that x runs along. */
  readonly kernel: number
  readonly axis: number
}

export interface ClosedForms {
  /** Sums that have a closed form, by node. */
  readonly norms: ReadonlyMap<number, JacobianNorm>
  /** Jacobians and squares that nothing but such sums reads. */
  readonly unread: ReadonlySet<number>
}

export function closedForms(program: Program): ClosedForms {
  const norms = new Map<number, JacobianNorm>()
  const candidates = new Set<number>()
  for (const node of program.nodes) {
    if (node.op !== 'sum' || axesAttr(node.attrs, program.nodes[node.inputs[0]!]!.shape.length).join() !== allButFirst(program, node)) continue
    const squared = jacobianSquared(program, program.nodes[node.inputs[0]!]!)
    const norm = squared && denseNorm(program, program.nodes[squared.jacobian]!)
    if (!squared || !norm) continue
    norms.set(node.id, norm)
    for (const id of [...squared.between, squared.jacobian]) candidates.add(id)
  }
  return { norms, unread: unreadOf(program, norms, candidates) }
}

const allButFirst = (program: Program, sum: Node): string => program.nodes[sum.inputs[0]!]!.shape.slice(1).map((_, i) => i + 1).join()

const keepsBatch = (from: Node, to: Node): boolean => from.shape.length > 0 && to.shape.length > 0 && sameDim(from.shape[0]!, to.shape[0]!)

/** The Jacobian of which `node` holds the squares, in any arrangement within the sample. */
function jacobianSquared(program: Program, node: Node): { readonly jacobian: number; readonly between: readonly number[] } | null {
  const between: number[] = []
  let at = node
  let squares = 0
  while (at.op !== 'jacobian') {
    const below = program.nodes[at.inputs[0]!]
    if (!below) return null
    if (at.op === 'square' || (at.op === 'mul' && at.inputs[0] === at.inputs[1])) squares++
    else if (!(at.op === 'reshape' && keepsBatch(at, below))) return null
    between.push(at.id)
    at = below
  }
  return squares === 1 ? { jacobian: at.id, between } : null
}

/** y as an element-wise function of a dense layer of x, `null` where it is something else. */
function denseNorm(program: Program, jacobian: Node): JacobianNorm | null {
  const [y, x] = jacobian.inputs.map((i) => program.nodes[i]!) as [Node, Node]
  const behind = dependents(program.nodes, [x], y.id)
  const chain: { node: number; towards: number }[] = []
  let at = y
  while (at.op !== 'matmul') {
    const towards = at.inputs.findIndex((i) => behind.has(i))
    if (at.id === x.id || towards < 0 || at.inputs.filter((i) => behind.has(i)).length !== 1) return null
    const below = program.nodes[at.inputs[towards]!]!
    const scaled = ['add', 'sub', 'mul', 'div'].includes(at.op) && sameShape(below.shape, at.shape)
    if (!(elementwise.has(at.op) || scaled || (at.op === 'reshape' && keepsBatch(at, below)))) return null
    chain.push({ node: at.id, towards })
    at = below
  }
  const [rows, kernel] = at.inputs.map((i) => program.nodes[i]!) as [Node, Node]
  if (at.shape.length !== 2 || flagAttr(at.attrs, 'transposeA') || behind.has(kernel.id) || isSymbolic(kernel.shape)) return null
  let input = rows
  while (input.id !== x.id) {
    const below = program.nodes[input.inputs[0]!]
    if (input.op !== 'reshape' || !below || !keepsBatch(input, below)) return null
    input = below
  }
  return { chain, y: y.id, kernel: kernel.id, axis: flagAttr(at.attrs, 'transposeB') ? 1 : 0 }
}

function unreadOf(program: Program, norms: ReadonlyMap<number, JacobianNorm>, candidates: ReadonlySet<number>): ReadonlySet<number> {
  const readers = program.nodes.map((): number[] => [])
  for (const node of program.nodes) for (const i of node.inputs) readers[i]!.push(node.id)
  const results = new Set([...program.outputs, ...program.updates].map((r) => r.node))
  const unread = new Set<number>()
  for (const id of [...candidates].sort((a, b) => b - a)) {
    if (!results.has(id) && readers[id]!.every((r) => norms.has(r) || unread.has(r))) unread.add(id)
  }
  return unread
}

/** The closed form, built in the program under construction; `at` finds a node's successor there, `sum` is the node replaced. */
export function squaredNorm(b: Builder, norm: JacobianNorm, at: (id: number) => Ref | undefined, sum: Node): Ref {
  const built = (id: number): Ref => {
    const ref = at(id)
    if (!ref) throw new GraphError(`closed form of a Jacobian: node %${id} is not built`)
    return ref
  }
  let slopes = filled(b, 1, built(norm.y).shape)
  for (const { node, towards } of norm.chain) {
    const forward = b.nodes[built(node).id]!
    const inputs = forward.inputs.map((i) => b.nodes[i]!)
    slopes = opOf(forward.op).vjp!(b, forward, inputs, forward, slopes)[towards] ?? filled(b, 0, inputs[towards]!.shape)
  }
  const columns = b.add('sum', [b.add('square', [built(norm.kernel)])], { axes: [norm.axis], keepDims: false })
  const weighted = b.add('mul', [b.add('square', [slopes]), columns])
  return reshape(b, b.add('sum', [weighted], { axes: [1], keepDims: false }), sum.shape)
}
