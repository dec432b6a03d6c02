/** Matrix products. */
import type { Op } from './op.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { productOf, sameDim, sameShape, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { flagAttr } from './attrs.ts'
import { reshape } from './compose.ts'
import { countOf } from './shapes.ts'
import { tensor64 } from './tensors.ts'

/** A product with its flags left out where they are off, so that equal products are one node. */
export const product = (b: Builder, x: Ref, y: Ref, transposeA: boolean, transposeB: boolean): Ref =>
  b.add('matmul', [x, y], { ...(transposeA && { transposeA }), ...(transposeB && { transposeB }) })

const matmul: Op = {
  name: 'matmul',
  doc: 'The matrix product over the last two axes, either side transposed first on demand (`transposeA`, `transposeB`). Leading axes '
    + 'are the same on both sides, or the right side is one matrix for all.',
  infer([x, y], attrs) {
    const transposeA = flagAttr(attrs, 'transposeA')
    const unfit = (): never => {
      throw new GraphError(`matmul of ${x ? showShape(x.shape) : 'nothing'}${transposeA ? 'ᵀ' : ''} and ${y ? showShape(y.shape) : 'nothing'}`
        + `${flagAttr(attrs, 'transposeB') ? 'ᵀ' : ''}`)
    }
    if (x?.dtype !== 'float32' || y?.dtype !== 'float32' || x.shape.length < 2 || y.shape.length < 2) return unfit()
    const lead = x.shape.slice(0, -2)
    const shared = y.shape.length === 2 && lead.length > 0
    if (shared ? transposeA : !sameShape(lead, y.shape.slice(0, -2))) return unfit()
    const [rows, inner] = transposeA ? [x.shape.at(-1)!, x.shape.at(-2)!] : [x.shape.at(-2)!, x.shape.at(-1)!]
    const [other, columns] = flagAttr(attrs, 'transposeB') ? [y.shape.at(-1)!, y.shape.at(-2)!] : [y.shape.at(-2)!, y.shape.at(-1)!]
    if (!sameDim(inner, other)) return unfit()
    return { shape: [...lead, rows, columns], dtype: 'float32' }
  },
  vjp(b, node, [x, y], _out, dy) {
    const transposeA = flagAttr(node.attrs, 'transposeA')
    const transposeB = flagAttr(node.attrs, 'transposeB')
    const dx = transposeA ? product(b, y!, dy, transposeB, true) : product(b, dy, y!, false, !transposeB)
    // One matrix for all leading axes: its gradient is one product over all rows.
    const flat = (t: Ref): Ref => (y!.shape.length === 2 ? reshape(b, t, [productOf(t.shape.slice(0, -1)), t.shape.at(-1)!]) : t)
    const [rows, slopes] = [flat(x!), flat(dy)]
    return [dx, transposeB ? product(b, slopes, rows, true, transposeA) : product(b, rows, slopes, !transposeA, false)]
  },
  evaluate([x, y], attrs) {
    const transposeA = flagAttr(attrs, 'transposeA')
    const transposeB = flagAttr(attrs, 'transposeB')
    const lead = x!.shape.slice(0, -2)
    const [rows, inner] = transposeA ? [x!.shape.at(-1)!, x!.shape.at(-2)!] : [x!.shape.at(-2)!, x!.shape.at(-1)!]
    const columns = y!.shape.at(transposeB ? -2 : -1)!
    const out = tensor64([...lead, rows, columns])
    for (let m = 0; m < countOf(lead); m++) {
      const [atX, atY, atOut] = [m * rows * inner, y!.shape.length > 2 ? m * inner * columns : 0, m * rows * columns]
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < inner; k++) {
          const v = x!.data[atX + (transposeA ? k * rows + i : i * inner + k)]!
          for (let j = 0; j < columns; j++) out.data[atOut + i * columns + j]! += v * y!.data[atY + (transposeB ? j * inner + k : k * columns + j)]!
        }
      }
    }
    return out
  },
  flops: ([x], output, attrs) => 2 * countOf(output) * x!.at(flagAttr(attrs, 'transposeA') ? -2 : -1)!,
  tfjs([x, y], attrs, node, dims) {
    const [left, right] = dims.inputShapes as [readonly unknown[], readonly unknown[]]
    const flags = [flagAttr(attrs, 'transposeA'), flagAttr(attrs, 'transposeB')]
    const tail = flags[1] ? `, ${flags[0]}, true` : flags[0] ? ', true' : ''
    if (right.length === 2 && left.length > 2) {
      const rows = productOf(node.shape.slice(0, -1))
      return `tf.reshape(tf.matMul(tf.reshape(${x}, ${dims.shape([rows, dims.inputShapes[0]!.at(-1)!])}), ${y}${tail}), ${dims.shape(node.shape)})`
    }
    return `tf.matMul(${x}, ${y}${tail})`
  },
}

export const matmulOps: readonly Op[] = [matmul]
