/** The frame of every pass that rewrites nodes: walk a program in order and build its successor. */
import type { Node, Program } from './graph.ts'
import type { Ref } from './builder.ts'
import { Builder } from './builder.ts'
import { GraphError } from './error.ts'

/**
 * Rewrites one node. `inputs` are its inputs in the new program, `at` finds the successor of any earlier node (undefined
 * where there is none). Returns the node's successor, or `null` where nothing refers to the node any more.
 */
export type Rewrite = (node: Node, inputs: readonly Ref[], b: Builder, at: (id: number) => Ref | undefined) => Ref | null

/**
 * Equal nodes become one on the way. New nodes have the origin of the node being rewritten unless `rewrite` says otherwise. A pass
 * that keeps notes on the new program hands in a builder of its own.
 */
export function rebuild(program: Program, rewrite: Rewrite, b: Builder = new Builder()): Program {
  b.feeds.push(...program.feeds)
  const successors: (Ref | null)[] = []
  const at = (id: number): Ref | undefined => successors[id] ?? undefined
  const needed = (id: number): Ref => at(id) ?? missing(program, id)
  for (const node of program.nodes) {
    b.origin = node.origin
    const inputs = node.inputs.map((i) => at(i))
    successors.push(rewrite(node, inputs as Ref[], b, at))
  }
  return {
    name: program.name,
    feeds: b.feeds,
    nodes: b.nodes,
    outputs: program.outputs.map((o) => ({ name: o.name, node: needed(o.node).id })),
    updates: program.updates.map((u) => ({ entry: u.entry, node: needed(u.node).id })),
  }
}

function missing(program: Program, id: number): never {
  throw new GraphError(`node %${id} (${program.nodes[id]?.op}) of '${program.name}' was dropped but is still read`)
}
