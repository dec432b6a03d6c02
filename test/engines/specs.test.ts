/** Every program of the six specs, and of one that says what they do not: the emitted module on wasm gives what the float64 evaluator gives. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { distance, evaluateFloat64, firstStore, randomFeeds, writeStore } from './compare.ts'

const specs = ['autoencoder', 'pca', 'contractive', 'vae', 'gan', 'ring-gan']
const sources: readonly (readonly [string, string])[] = [
  ...specs.map((name) => [name, readFileSync(`specs/${name}.gen`, 'utf8')] as const),
  ['clipped gradients, gelu, batch normalisation', `
data (x: real[4] in [0, 1])
network F(x) -> h[3] { x -> dense(5, gelu) -> batchNormalization -> dense(3, elu(0.5)) }
loss { size = logSumExp(F(x)) + ||F(x)||^2 }
train { repeat 2 { minimize size with adam(1e-2) clip 0.5 * (2 - progress) }; minimize size with sgd(0.1, momentum: 0.5) clip 0.1; epochs 1 }
`],
]
const batches = { B: 3, B1: 3, B2: 3 }

test.each(sources)('%s', async (_, source) => {
  const { engine, flavour } = await chooseEngine('wasm')
  const { graph, diagnostics } = compile(source, { flavour })
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([])
  const session = await engine.load(graph!)
  const store = firstStore(graph!, 1)
  for (const program of graph!.programs) {
    const feeds = randomFeeds(program, batches, 2)
    const wanted = evaluateFloat64(graph!, program, feeds, store, batches)
    writeStore(session, store)
    const { tensors } = session.memory()
    const outputs = await session.run(program.name, feeds, batches)
    expect(session.memory().tensors, program.name).toBe(tensors)
    for (const [output, value] of Object.entries(wanted.outputs)) expect(distance(outputs[output]!, value.data), `${program.name} ${output}`).toBeLessThan(1e-4)
    for (const [entry, value] of Object.entries(wanted.updates)) expect(distance(await session.read(entry), value.data), `${program.name} ${entry}`).toBeLessThan(1e-4)
  }
  session.dispose()
})
