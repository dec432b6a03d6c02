/**
 * Matrix products with a transposed operand as transpose and product, for engines that are slow otherwise: tfjs on wasm takes twelve
 * to fifteen times as long for the flag as for the transpose. Equal transposes are one node, so a parameter is turned
 * once a program however many products use it.
 */
import type { Program } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { rebuild } from '../graph/rebuild.ts'
import { flagAttr } from '../ops/attrs.ts'
import { transpose } from '../ops/compose.ts'

export const explicitTransposes = (program: Program): Program => rebuild(program, (node, inputs, b) => {
  if (node.op !== 'matmul') return b.add(node.op, inputs, node.attrs)
  const [x, y] = inputs as [Ref, Ref]
  return b.add('matmul', [flagAttr(node.attrs, 'transposeA') ? turned(b, x) : x, flagAttr(node.attrs, 'transposeB') ? turned(b, y) : y])
})

function turned(b: Builder, x: Ref): Ref {
  const rank = x.shape.length
  return transpose(b, x, [...x.shape.keys()].map((i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i)))
}
