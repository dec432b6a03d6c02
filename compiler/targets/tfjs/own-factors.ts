/**
 * Right factors of products in memory of their own. tfjs 4.22 on wasm packs the right factor of a product once and finds it again by
 * its memory and its bias, whatever shape it has by then: after `matMul(x, k)` with k [2, 1], `matMul(y, reshape(k, [1, 2]))` reads
 * numbers that are not there. A reshape shares memory, a clone on wasm does not.
 */
import type { Node, Program } from '../../graph/graph.ts'
import { showShape } from '../../graph/graph.ts'
import { rebuild } from '../../graph/rebuild.ts'

export function ownFactors(programs: readonly Program[]): readonly Program[] {
  /** Shapes in which something is a factor: entries of the store outlive their program. */
  const shapes = new Map<string, Set<string>>()
  for (const [i, program] of programs.entries()) {
    for (const factor of plainFactors(program)) {
      const memory = memoryOf(program, i, factor)
      shapes.set(memory, (shapes.get(memory) ?? new Set()).add(showShape(program.nodes[factor]!.shape)))
    }
  }
  return programs.map((program, i) => {
    const shared = new Set(plainFactors(program).filter((factor) => program.nodes[factor]!.op === 'reshape' && shapes.get(memoryOf(program, i, factor))!.size > 1))
    if (shared.size === 0) return program
    return rebuild(program, (node, inputs, b) => {
      const copied = node.op === 'matmul' && shared.has(node.inputs[1]!)
      return b.add(node.op, copied ? [inputs[0]!, b.add('stopGradient', [inputs[1]!])] : inputs, node.attrs)
    })
  })
}

function memoryOf(program: Program, index: number, id: number): string {
  const { op, inputs, attrs } = program.nodes[id]!
  if (op === 'reshape') return memoryOf(program, index, inputs[0]!)
  return op === 'read' ? `entry ${String(attrs['entry'])}` : `${index} ${id}`
}

/** Right factors of products that are not written together with a bias. */
function plainFactors({ nodes, outputs, updates }: Program): readonly number[] {
  const readers = nodes.map((): Node[] => [])
  for (const node of nodes) for (const i of node.inputs) readers[i]!.push(node)
  const results = new Set([...outputs, ...updates].map((r) => r.node))
  const takesBias = ({ id, inputs, shape }: Node): boolean => {
    const [sum, ...others] = readers[id]!
    return sum?.op === 'add' && sum.inputs[0] === id && others.length === 0 && !results.has(id) && nodes[inputs[0]!]!.shape.length === 2
      && nodes[sum.inputs[1]!]!.shape.length === 1 && nodes[sum.inputs[1]!]!.shape[0] === shape[1]
  }
  return nodes.flatMap((node) => (node.op === 'matmul' && !takesBias(node) ? [node.inputs[1]!] : []))
}
