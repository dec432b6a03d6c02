/** Labels and tables: one-hot vectors and rows by number. */
import type { Op } from './op.ts'
import { productOf, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { numberAttr } from './attrs.ts'
import { reshape } from './compose.ts'
import { countOf, knownSize } from './shapes.ts'
import { tensor64 } from './tensors.ts'

const oneHot: Op = {
  name: 'oneHot',
  doc: 'A new last axis of size `depth`: 1 at the index, else 0; all 0 for an index outside.',
  infer([x], attrs) {
    if (x?.dtype !== 'int32') throw new GraphError(`oneHot of ${x?.dtype ?? 'nothing'}: it takes int32`)
    return { shape: [...x.shape, numberAttr(attrs, 'depth')], dtype: 'float32' }
  },
  evaluate([x], attrs) {
    const depth = numberAttr(attrs, 'depth')
    const out = tensor64([...x!.shape, depth])
    x!.data.forEach((v, i) => { if (v >= 0 && v < depth) out.data[i * depth + v] = 1 })
    return out
  },
  flops: (_, output) => countOf(output),
  tfjs([x], attrs) {
    const depth = numberAttr(attrs, 'depth')
    // tfjs wants two classes or more.
    return `tf.cast(${depth === 1 ? `tf.equal(tf.expandDims(${x}, -1), 0)` : `tf.oneHot(${x}, ${depth})`}, 'float32')`
  },
}

const gather: Op = {
  name: 'gather',
  doc: 'Rows of a table by number: table [V, D…] and int32 indices give [indices…, D…].',
  infer([table, indices]) {
    if (!table || table.shape.length === 0 || indices?.dtype !== 'int32') {
      throw new GraphError(`gather from ${table ? showShape(table.shape) : 'nothing'} by ${indices?.dtype ?? 'nothing'}`)
    }
    return { shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype }
  },
  // Rows met twice add up, which a product with one-hot rows does on every engine.
  vjp(b, _node, [table, indices], _y, dy) {
    const rows = knownSize(table!.shape[0], 'the number of rows')
    const count = productOf(indices!.shape)
    const picked = b.add('oneHot', [reshape(b, indices!, [count])], { depth: rows })
    const flat = reshape(b, dy, [count, productOf(table!.shape.slice(1))])
    return [reshape(b, b.add('matmul', [picked, flat], { transposeA: true }), table!.shape), null]
  },
  evaluate([table, indices]) {
    const width = countOf(table!.shape.slice(1))
    const out = tensor64([...indices!.shape, ...table!.shape.slice(1)])
    indices!.data.forEach((row, i) => {
      if (!(row >= 0 && row < table!.shape[0]!)) throw new GraphError(`row ${row} of a table with ${table!.shape[0]} rows`)
      out.data.set(table!.data.subarray(row * width, (row + 1) * width), i * width)
    })
    return out
  },
  flops: () => 0,
  tfjs: ([table, indices]) => `tf.gather(${table}, ${indices})`,
}

export const lookupOps: readonly Op[] = [oneHot, gather]
