/** Ops without inputs: what a program is fed, what the store holds, numbers written into the program, and noise. */
import type { Op, TensorType } from './op.ts'
import type { Attrs } from '../graph/graph.ts'
import { showShape, sizeOf } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { dimAttr, dtypeAttr, numberAttr, numbersAttr, shapeAttr, textAttr } from './attrs.ts'
import { countOf, resolveShape } from './shapes.ts'
import { tensor64 } from './tensors.ts'

const declaredType = (_: readonly TensorType[], attrs: Attrs): TensorType => ({ shape: shapeAttr(attrs, 'shape'), dtype: dtypeAttr(attrs) })

const free = (): number => 0

/** A JavaScript number literal. */
export const literal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const input: Op = {
  name: 'input',
  doc: 'A tensor given at each run, by the name of a feed.',
  infer: declaredType,
  evaluate(_, attrs) { throw new GraphError(`input '${textAttr(attrs, 'name')}' is given by whoever runs the program`) },
  flops: free,
  tfjs: (_, attrs) => `feeds[${JSON.stringify(textAttr(attrs, 'name'))}]`,
}

const read: Op = {
  name: 'read',
  doc: 'The value of a store entry when the program starts.',
  infer: declaredType,
  evaluate(_, attrs) { throw new GraphError(`entry '${textAttr(attrs, 'entry')}' is read from the store`) },
  flops: free,
  tfjs: (_, attrs) => `store[${JSON.stringify(textAttr(attrs, 'entry'))}]`,
}

const constant: Op = {
  name: 'constant',
  doc: 'One number.',
  infer: (_, attrs) => { numberAttr(attrs, 'value'); return { shape: [], dtype: dtypeAttr(attrs) } },
  evaluate: (_, attrs) => tensor64([], [numberAttr(attrs, 'value')]),
  flops: free,
  tfjs(_, attrs) {
    const value = numberAttr(attrs, 'value')
    const dtype = dtypeAttr(attrs)
    return dtype === 'float32' ? `tf.scalar(${literal(value)})` : `tf.scalar(${dtype === 'bool' ? value !== 0 : literal(value)}, '${dtype}')`
  },
}

const tensor: Op = {
  name: 'tensor',
  doc: 'A small array of numbers written into the program.',
  infer(_, attrs) {
    const shape = shapeAttr(attrs, 'shape')
    const count = countOf(resolveShape(shape, {}))
    const values = numbersAttr(attrs, 'values')
    if (values.length !== count) throw new GraphError(`${values.length} values for shape ${showShape(shape)}`)
    return { shape, dtype: dtypeAttr(attrs) }
  },
  evaluate: (_, attrs) => tensor64(resolveShape(shapeAttr(attrs, 'shape'), {}), numbersAttr(attrs, 'values')),
  flops: free,
  tfjs: (_, attrs, _node, dims) =>
    `tf.tensor([${numbersAttr(attrs, 'values').map(literal).join(', ')}], ${dims.shape(shapeAttr(attrs, 'shape'))}, '${dtypeAttr(attrs)}')`,
}

const size: Op = {
  name: 'size',
  doc: 'A possibly symbolic size as a float32 scalar, such as the number of rows in the batch.',
  infer: (_, attrs) => { dimAttr(attrs, 'dim'); return { shape: [], dtype: 'float32' } },
  evaluate: (_, attrs, sizes) => tensor64([], [sizeOf(dimAttr(attrs, 'dim'), sizes)]),
  flops: free,
  tfjs: (_, attrs, _node, dims) => `tf.scalar(${dims.size(dimAttr(attrs, 'dim'))})`,
}

const random: Op = {
  name: 'random',
  doc: 'Noise of one site: `distribution`, `stream`, `site`, `draws`, `size`, `pass` as in `NoiseSpec`, and the `shape` of the result. '
    + 'The pass `noise-to-inputs` turns it into a feed.',
  infer(_, attrs) {
    for (const name of ['distribution', 'stream', 'site']) textAttr(attrs, name)
    for (const name of ['draws', 'size', 'pass']) numberAttr(attrs, name)
    return { shape: shapeAttr(attrs, 'shape'), dtype: dtypeAttr(attrs) }
  },
  evaluate(_, attrs) { throw new GraphError(`noise '${textAttr(attrs, 'site')}' is fed: run the pass noise-to-inputs first`) },
  flops: (_, output) => 20 * countOf(output),
  tfjs: (_, attrs, _node, dims) =>
    `${textAttr(attrs, 'distribution') === 'normal' ? 'tf.randomNormal' : 'tf.randomUniform'}(${dims.shape(shapeAttr(attrs, 'shape'))})`,
}

export const sourceOps: readonly Op[] = [input, read, constant, tensor, size, random]
