/** A builder for passes that run before differentiation. */
import type { Node, Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import { Builder } from '../graph/builder.ts'
import { derivativeTargets } from '../differentiate/targets.ts'
import { rebuild } from '../graph/rebuild.ts'

/** Shows rules every node built so far, but for those that a derivative is taken by: no rule may go past them. */
export class GuardedBuilder extends Builder {
  readonly opaque = new Set<number>()

  look(ref: Ref): Pick<Node, 'op' | 'inputs' | 'attrs'> {
    return this.opaque.has(ref.id) ? { op: 'opaque', inputs: [], attrs: {} } : this.nodes[ref.id]!
  }
}

/** Rewrites all nodes but those that a derivative is taken by, which are copied as they are. */
export function rebuildGuarded(program: Program, rewrite: (b: GuardedBuilder, node: Node, inputs: readonly Ref[]) => Ref): Program {
  const targets = derivativeTargets(program)
  const b = new GuardedBuilder()
  return rebuild(program, (node, inputs) => {
    if (!targets.has(node.id)) return rewrite(b, node, inputs)
    const kept = b.add(node.op, inputs, node.attrs)
    b.opaque.add(kept.id)
    return kept
  }, b)
}
