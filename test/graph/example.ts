/** A small graph for the tests of its forms: one step of gradient descent on a noisy linear autoencoder. */
import type { Feed, Graph, Program, StoreEntry } from '../../compiler/graph/graph.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'

const B = batchDim('B')

export const store: readonly StoreEntry[] = [
  { name: 'Enc.code.kernel', shape: [4, 2], dtype: 'float32', role: 'parameter', init: { kind: 'glorotUniform', fanIn: 4, fanOut: 2 }, span: { start: 10, end: 20 } },
  { name: 'Enc.code.kernel/momentum', shape: [4, 2], dtype: 'float32', role: 'slot', init: { kind: 'zeros' } },
  { name: 'scale', shape: [], dtype: 'float32', role: 'parameter', init: { kind: 'constant', value: -Infinity } },
  { name: 'count', shape: [], dtype: 'int32', role: 'counter', init: { kind: 'uniform', low: 0, high: 1 } },
]

const data: Feed = { name: 'x', shape: [B, 4], dtype: 'float32', kind: 'data', dataset: 'mnist', field: 'x', pass: 0 }
const progress: Feed = { name: 'progress', shape: [], dtype: 'float32', kind: 'clock', clock: 'progress' }

export function trainProgram(): Program {
  const b = new Builder()
  const x = b.input(data)
  const shape = [B, 4]
  const noise = b.add('random', [], { distribution: 'normal', stream: 'train', site: 'r', draws: 1, size: 4, pass: 0, shape })
  const kernel = b.add('read', [], { entry: 'Enc.code.kernel', shape: [4, 2], dtype: 'float32' })
  const code = b.within({ network: 'Enc', application: 0, layer: 'code', span: { start: 10, end: 20 } }, () =>
    b.add('matmul', [b.add('add', [x, noise]), kernel]))
  const xhat = b.within({ network: 'Dec', application: 1 }, () => b.add('matmul', [code, kernel], { transposeB: true }))
  const loss = b.within({ term: 'reconstruction' }, () => b.add('mean', [b.add('square', [b.add('sub', [x, xhat])])]))
  const update = b.within({ phase: 'update', step: 0 }, () => {
    const rate = b.add('mul', [b.input(progress), b.add('constant', [], { value: -0.1 })])
    return b.add('add', [kernel, b.add('mul', [rate, b.add('grad', [loss, kernel])])])
  })
  return {
    name: 'train', feeds: b.feeds, nodes: b.nodes,
    outputs: [{ name: 'reconstruction', node: loss.id }], updates: [{ entry: 'Enc.code.kernel', node: update.id }],
  }
}

export const graphOf = (...programs: readonly Program[]): Graph => ({ version: 1, model: 'Linear', specHash: 'sha256:00', store, programs })
