/** Changes of number type. */
import type { Op } from './op.ts'
import { GraphError } from '../graph/error.ts'
import { dtypeAttr } from './attrs.ts'
import { countOf } from './shapes.ts'
import { map64 } from './tensors.ts'

const cast: Op = {
  name: 'cast',
  doc: 'The same values as `dtype`: truth values become 0 and 1, fractions are cut off, numbers other than 0 hold.',
  infer([x], attrs) {
    if (!x) throw new GraphError('cast of nothing')
    return { shape: x.shape, dtype: dtypeAttr(attrs) }
  },
  vjp: (_, node, [x], _y, dy) => [x!.dtype === 'float32' && node.dtype === 'float32' ? dy : null],
  evaluate([x], attrs) {
    const dtype = dtypeAttr(attrs)
    if (dtype === 'float32') return x!
    return map64(x!, dtype === 'bool' ? (v) => Number(v !== 0) : Math.trunc)
  },
  flops: (_, output) => countOf(output),
  // tfjs 4.22 on wasm cuts fractions off on the way to truth values, and keeps a 2 as it is.
  tfjs: ([x], attrs) => (dtypeAttr(attrs) === 'bool' ? `tf.notEqual(${x}, 0)` : `tf.cast(${x}, '${dtypeAttr(attrs)}')`),
}

export const castOps: readonly Op[] = [cast]
