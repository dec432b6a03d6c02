/** A product by a matrix and one by its elements in another shape, as the gradient of a layer of one unit has them. */
import { expect, test } from 'vitest'
import { Builder } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { ownFactors } from '../../compiler/targets/tfjs/own-factors.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'

const B = batchDim('B')

test('the second product has a factor of its own, and the right result on wasm', async () => {
  const b = new Builder()
  const kernel = b.add('read', [], { entry: 'k', shape: [2, 1], dtype: 'float32' })
  const x = b.input({ name: 'x', kind: 'value', shape: [B, 2], dtype: 'float32' })
  const y = b.add('matmul', [x, kernel])
  const dx = b.add('matmul', [y, b.add('reshape', [kernel], { shape: [1, 2] })])
  const program = { name: 'p', feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'dx', node: dx.id }], updates: [] }
  expect(ownFactors([program])[0]!.nodes.map(({ op }) => op)).toEqual(['read', 'input', 'matmul', 'reshape', 'stopGradient', 'matmul'])
  const { engine } = await chooseEngine('wasm')
  const session = await engine.load({
    version: 1, model: 'm', specHash: '', programs: [program], store: [{ name: 'k', shape: [2, 1], dtype: 'float32', role: 'parameter', init: { kind: 'zeros' } }],
  })
  session.write('k', Float32Array.of(2, 3))
  expect([...(await session.run('p', { x: Float32Array.of(1, 2, 3, 4) }, { B: 2 }))['dx']!]).toEqual([16, 24, 36, 54])
  session.dispose()
})
