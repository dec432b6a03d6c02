/** Sums that a product or a convolution makes on its way: a bias, or what a second product is added to. */
import type { Program } from '../../graph/graph.ts'
import { sameShape } from '../../graph/graph.ts'
import { broadcastsTo } from '../../ops/shapes.ts'

export interface SumInProduct { readonly product: number; readonly addend: number }

/** By node: sums that are written as part of a product, and the products that nothing else reads. */
export function sumsInProducts({ nodes, outputs, updates }: Program): { readonly into: ReadonlyMap<number, SumInProduct>; readonly absorbed: ReadonlySet<number> } {
  const uses = new Array<number>(nodes.length).fill(0)
  for (const id of [...nodes.flatMap((n) => n.inputs), ...[...outputs, ...updates].map((r) => r.node)]) uses[id]!++
  const into = new Map<number, SumInProduct>()
  const absorbed = new Set<number>()
  for (const node of nodes) {
    if (node.op !== 'add') continue
    const [left, right] = node.inputs as [number, number]
    const found = [{ product: left, addend: right }, { product: right, addend: left }].find(({ product, addend }) => {
      const { op, shape, inputs } = nodes[product]!
      const added = nodes[addend]!.shape
      if (product === addend || uses[product] !== 1 || !sameShape(shape, node.shape) || added.length === 0) return false
      if (op === 'conv2d' || op === 'conv2dInputGradient') return added.length === 1 && added[0] === shape[3]
      return op === 'matmul' && inputs.every((i) => nodes[i]!.shape.length === 2) && broadcastsTo(added, shape)
    })
    if (!found) continue
    into.set(node.id, found)
    absorbed.add(found.product)
  }
  return { into, absorbed }
}
