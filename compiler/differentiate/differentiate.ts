/**
 * The pass that writes derivatives out: every `grad` and `jacobian` becomes ordinary ops. Inner derivatives stand before
 * outer ones in topological order and are gone by the time an outer one is reached, so derivatives nest to any depth.
 */
import type { Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import { rebuild } from '../graph/rebuild.ts'
import { expandJacobian } from './jacobian.ts'
import { closedForms, squaredNorm } from './jacobian-norm.ts'
import { gradients } from './sweep.ts'

/** Throws `GraphError` where a derivative has no meaning (a Jacobian across samples). */
export function differentiate(program: Program): Program {
  const closed = closedForms(program)
  /** Gradients already taken: node of y → node of x → gradient. */
  const taken = new Map<number, Map<number, Ref>>()
  return rebuild(program, (node, inputs, b, at) => {
    const norm = closed.norms.get(node.id)
    if (norm) return squaredNorm(b, norm, at, node)
    // What only closed forms read is not written out at all; nothing refers to it any more.
    if (closed.unread.has(node.id)) return null
    if (node.op === 'jacobian') return expandJacobian(b, inputs[0]!, inputs[1]!, node.origin)
    if (node.op !== 'grad') return b.add(node.op, inputs, node.attrs)
    const [y, x] = inputs as [Ref, Ref]
    const known = taken.get(y.id)?.get(x.id)
    if (known) return known
    // All gradients of this y whose x is built by now come out of one sweep; an x built later cannot be behind y.
    const wanted = program.nodes.flatMap((n) => (n.op === 'grad' && n.inputs[0] === node.inputs[0] && at(n.inputs[1]!) ? [at(n.inputs[1]!)!] : []))
    const found = taken.get(y.id) ?? new Map<number, Ref>()
    gradients(b, y, wanted, node.origin).forEach((dx, i) => found.set(wanted[i]!.id, dx))
    taken.set(y.id, found)
    return found.get(x.id)!
  })
}
