/** When tensors can be freed. */
import type { Program } from '../graph/graph.ts'

/**
 * For each node the nodes whose last reader it is: once it has run, their tensors are free. Outputs and updates stay, and so
 * do inputs and reads, which belong to the caller and the store. A node that nothing reads is freed by itself.
 */
export function freedAfter(program: Program): readonly (readonly number[])[] {
  const freed = program.nodes.map((): number[] => [])
  const kept = new Set([...program.outputs, ...program.updates].map((r) => r.node))
  const seen = new Set<number>()
  for (let id = program.nodes.length - 1; id >= 0; id--) {
    for (const i of [...new Set([id, ...program.nodes[id]!.inputs])].sort((a, b) => a - b)) {
      const { op } = program.nodes[i]!
      if (seen.has(i)) continue
      seen.add(i)
      if (!kept.has(i) && op !== 'input' && op !== 'read') freed[id]!.push(i)
    }
  }
  return freed
}
