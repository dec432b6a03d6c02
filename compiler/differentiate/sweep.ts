/** Reverse-mode differentiation of one scalar: vector-Jacobian products from the result back to the nodes asked for. */
import type { Node, Origin } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { filled, scalar } from '../ops/compose.ts'
import { opOf } from '../ops/registry.ts'

/**
 * Gradients of the scalar `y` at each node of `xs`, zeros where y does not depend on it. One sweep serves all of them:
 * the adjoint at a node is the same whether or not the sweep goes on behind it. A number is no variable: by a constant
 * the gradient is zero, whichever equal constants happen to be one node.
 *
 * New nodes have the phase `backward` and otherwise the origin of the forward node they differentiate, with what
 * `asked` says of term and step. The gradient by the value of a local or of a layer has its name as `local`.
 */
export function gradients(b: Builder, y: Ref, xs: readonly Ref[], asked: Origin): readonly Ref[] {
  const variables = xs.filter((x) => !isConstant(b, x))
  const needed = dependents(b.nodes, variables, y.id)
  const adjoints = new Map<number, Ref>()
  const named = valueNames(b.nodes)
  const first = b.nodes.length
  if (needed.has(y.id)) adjoints.set(y.id, b.within(backward(b.nodes[y.id]!.origin, asked), () => scalar(b, 1)))
  for (let id = y.id; id >= 0; id--) {
    const dy = adjoints.get(id)
    const node = b.nodes[id]!
    const op = opOf(node.op)
    if (!dy) continue
    const local = named.get(id)
    const adjoint = b.nodes[dy.id]!
    if (local !== undefined && dy.id >= first && isInside(adjoint.origin, node.origin)) b.nodes[dy.id] = { ...adjoint, origin: { ...adjoint.origin, local } }
    if (!op.vjp || !node.inputs.some((i) => needed.has(i))) continue
    b.within(backward(node.origin, asked), () => {
      const inputs = node.inputs.map((i) => b.nodes[i]!)
      op.vjp!(b, node, inputs, node, dy).forEach((part, i) => {
        const input = inputs[i]!
        if (part === null || !needed.has(input.id)) return
        const sum = adjoints.get(input.id)
        adjoints.set(input.id, sum ? b.add('add', [sum, part]) : part)
      })
    })
  }
  const found = (x: Ref): Ref | undefined => (variables.includes(x) ? adjoints.get(x.id) : undefined)
  return xs.map((x) => found(x) ?? b.within({ ...asked, phase: 'backward' }, () => filled(b, 0, x.shape)))
}

/** Whether every element of `x` is a number written in the program. */
export function isConstant(b: Builder, x: Ref): boolean {
  const { op, inputs } = b.nodes[x.id]!
  return op === 'constant' || op === 'tensor' || (op === 'broadcastTo' && isConstant(b, b.nodes[inputs[0]!]!))
}

/** Nodes up to `last` whose value depends on one of `xs`, these included. */
export function dependents(nodes: readonly Node[], xs: readonly Ref[], last: number): ReadonlySet<number> {
  const found = new Set(xs.map((x) => x.id))
  for (let id = Math.min(...found, last); id <= last; id++) if (nodes[id]!.inputs.some((i) => found.has(i))) found.add(id)
  return found
}

/** Nodes that are the value of a local, or else of a layer: the last that belong to it. */
function valueNames(nodes: readonly Node[]): ReadonlyMap<number, string> {
  const last = new Map<string, readonly [number, string]>()
  for (const kind of ['layer', 'local'] as const) {
    for (const { id, origin } of nodes) {
      const { phase, network, application } = origin
      if (phase === 'forward' && origin[kind] !== undefined) last.set(JSON.stringify([kind, origin[kind], network, application]), [id, origin[kind]])
    }
  }
  return new Map(last.values())
}

/** Within another network a name would mean something else. */
const isInside = ({ network, application }: Origin, named: Origin): boolean =>
  network === undefined || (network === named.network && application === named.application)

const backward = ({ local: _, ...forward }: Origin, asked: Origin): Origin => ({
  ...forward,
  phase: 'backward',
  ...(asked.term !== undefined && { term: asked.term }),
  ...(asked.step !== undefined && { step: asked.step }),
})
