/**
 * Sums over leading axes (the gradient of every bias) as a product with a row of ones, for engines that transpose before they sum:
 * tfjs on wasm takes 0.84 ms for the sum of [128, 784] over its rows and 0.04 ms for the product.
 */
import type { Program } from '../graph/graph.ts'
import { productOf } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'
import { leadingAxes } from '../ops/attrs.ts'
import { filled, reshape } from '../ops/compose.ts'
import { isSymbolic } from '../ops/shapes.ts'

export const sumsAsProducts = (program: Program): Program => rebuild(program, (node, inputs, b) => {
  const [x] = inputs
  const leading = x && node.op === 'sum' && node.dtype === 'float32' ? leadingAxes(node.attrs, x.shape.length) : 0
  if (!x || !leading || isSymbolic(x.shape.slice(leading)) || x.shape.filter((d) => typeof d !== 'number').length > 1) {
    return b.add(node.op, inputs, node.attrs)
  }
  const rows = productOf(x.shape.slice(0, leading))
  const table = reshape(b, x, [rows, productOf(x.shape.slice(leading))])
  return reshape(b, b.add('matmul', [filled(b, 1, [1, rows]), table]), node.shape)
})
