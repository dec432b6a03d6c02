/**
 * Right factors of products in memory of their own. tfjs 4.22 on wasm packs the right factor of a product once and finds it again by
 * its memory, whatever shape it has by then: after `matMul(x, k)` with k [2, 1], `matMul(y, reshape(k, [1, 2]))` reads numbers
 * that are not there. A reshape shares memory, a clone on wasm does not.
 */
import type { Program } from '../../graph/graph.ts'
import { showShape } from '../../graph/graph.ts'
import { rebuild } from '../../graph/rebuild.ts'

export function ownFactors(program: Program): Program {
  const { nodes } = program
  const memoryOf = (id: number): number => (nodes[id]!.op === 'reshape' ? memoryOf(nodes[id]!.inputs[0]!) : id)
  const shapes = new Map<number, Set<string>>()
  for (const { op, inputs: [, right] } of nodes) {
    if (op !== 'matmul') continue
    const memory = memoryOf(right!)
    shapes.set(memory, (shapes.get(memory) ?? new Set()).add(showShape(nodes[right!]!.shape)))
  }
  /** Entries of the store outlive the program, and others may have multiplied by them. */
  const isShared = (right: number): boolean => nodes[right]!.op === 'reshape' && (nodes[memoryOf(right)]!.op === 'read' || shapes.get(memoryOf(right))!.size > 1)
  if (!nodes.some(({ op, inputs }) => op === 'matmul' && isShared(inputs[1]!))) return program
  return rebuild(program, (node, inputs, b) => {
    const copied = node.op === 'matmul' && isShared(node.inputs[1]!)
    return b.add(node.op, copied ? [inputs[0]!, b.add('stopGradient', [inputs[1]!])] : inputs, node.attrs)
  })
}
