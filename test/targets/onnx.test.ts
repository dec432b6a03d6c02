/** Target onnx: what is in the models, read back field by field. */
import { expect, test } from 'vitest'
import { Builder } from '../../compiler/graph/builder.ts'
import { batchDim, type Program } from '../../compiler/graph/graph.ts'
import { onnxLacks } from '../../compiler/targets/onnx/ops.ts'
import { onnxSpells, writeOnnx } from '../../compiler/targets/onnx/target.ts'
import { ops } from '../../compiler/ops/registry.ts'
import { programOf } from '../engines/compare.ts'
import { vaeGraph } from './examples.ts'
import { operators } from './onnx-read.ts'

test('every op has a spelling, or is one that ready programs never hold', () => {
  expect([...ops.keys()].filter((op) => !onnxSpells.has(op)).sort()).toEqual([...onnxLacks].sort())
  expect([...onnxSpells].filter((op) => !ops.has(op))).toEqual([])
})

test('the same graph gives the same bytes', () => {
  const program = programOf(vaeGraph({ flavour: 'portable' }), 'round')
  expect(writeOnnx(program)).toEqual(writeOnnx(program))
})

test('biases are added by the product, results leave without a copy', () => {
  const found = operators(writeOnnx(programOf(vaeGraph({ side: 4, hidden: 7, latent: 3, flavour: 'portable' }), 'sample')))
  expect(found).toEqual(['Gemm', 'Relu', 'Gemm', 'Reshape', 'Sigmoid'])
})

const B = batchDim('B')
const programWith = (body: (b: Builder) => number): Program => {
  const b = new Builder()
  const node = body(b)
  return { name: 'p', feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'y', node }], updates: [] }
}

test('pictures are turned on the way in and on the way out, not between convolutions; filters once', () => {
  const program = programWith((b) => {
    const x = b.input({ name: 'x', kind: 'value', shape: [B, 8, 8, 2], dtype: 'float32' })
    const filter = b.input({ name: 'w', kind: 'value', shape: [3, 3, 2, 2], dtype: 'float32' })
    const bias = b.input({ name: 'b', kind: 'value', shape: [2], dtype: 'float32' })
    const layer = (input: typeof x) => b.add('relu', [b.add('add', [b.add('conv2d', [input, filter], { strides: [1, 1], padding: 'same' }), bias])])
    return layer(layer(layer(x))).id
  })
  expect(operators(writeOnnx(program))).toEqual(['Transpose', 'Transpose', 'Conv', 'Relu', 'Conv', 'Relu', 'Conv', 'Relu', 'Transpose'])
})

test('pictures of one channel are not turned at all', () => {
  const program = programWith((b) => {
    const x = b.input({ name: 'x', kind: 'value', shape: [B, 8, 8, 1], dtype: 'float32' })
    return b.add('conv2d', [x, b.input({ name: 'w', kind: 'value', shape: [3, 3, 1, 1], dtype: 'float32' })], { strides: [1, 1], padding: 'same' }).id
  })
  expect(operators(writeOnnx(program))).toEqual(['Reshape', 'Reshape', 'Conv', 'Reshape'])
})

test('sums over rows, and over the batch and pixels of a picture with channels first, are products: nothing is turned', () => {
  const rows = programWith((b) => b.add('sum', [b.input({ name: 'x', kind: 'value', shape: [B, 3], dtype: 'float32' })], { axes: [0] }).id)
  expect(operators(writeOnnx(rows)).filter((op) => ['Transpose', 'Gemm', 'ReduceSum'].includes(op))).toEqual(['Gemm'])
  const pixels = programWith((b) => {
    const x = b.input({ name: 'x', kind: 'value', shape: [B, 8, 8, 2], dtype: 'float32' })
    const filter = b.input({ name: 'w', kind: 'value', shape: [3, 3, 2, 2], dtype: 'float32' })
    return b.add('sum', [b.add('conv2d', [x, filter], { strides: [1, 1], padding: 'same' })], { axes: [0, 1, 2] }).id
  })
  const found = operators(writeOnnx(pixels))
  expect(found.filter((op) => ['Transpose', 'Gemm', 'ReduceSum'].includes(op))).toEqual(['Transpose', 'Transpose', 'Gemm', 'ReduceSum'])
})

test('what cannot be written is named', () => {
  const x = { name: 'x', kind: 'value', shape: [2], dtype: 'float32' } as const
  expect(() => writeOnnx(programWith((b) => b.add('grad', [b.add('sum', [b.input(x)]), b.input(x)]).id))).toThrow('\'grad\' has no spelling in ONNX')
  expect(() => writeOnnx(programWith((b) => b.add('size', [], { dim: B }).id))).toThrow('no input shows the size of the batch B')
})
