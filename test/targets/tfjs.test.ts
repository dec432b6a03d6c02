/** The emitted module: readable, the same every time, independent of genc, and safe whatever things are called. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import { emitModule, writeTfjs } from '../../compiler/targets/tfjs/target.ts'
import { instantiate } from '../../runtime/engines/tfjs/engine.ts'
import { loadTfjs } from '../../runtime/engines/tfjs/node.ts'
import { criticGraph, ganGraph, vaeGraph } from './examples.ts'

const plan: Plan = { data: [], stages: [], sample: null, reconstruct: null }

interface Tensor { readonly shape: readonly number[]; dataSync(): Float32Array; dispose(): void }
type Store = Record<string, Tensor>
interface Model { initialize(seed?: number): Store; round(store: Store, feeds: Store): Store; sample(store: Store, feeds: Store): Store }

const imported = async (text: string): Promise<{ createModel(tf: unknown): Model; variables: Record<string, { shape: number[] }> }> =>
  await import(`data:text/javascript,${encodeURIComponent(text)}`) as never

describe('the module', () => {
  test.each([['vae', vaeGraph({ side: 4, hidden: 8, latent: 2 })], ['gan', ganGraph()], ['critic', criticGraph()]])('%s reads as the golden file does', async (name, graph) => {
    await expect(await writeTfjs({ graph, plan })).toMatchFileSnapshot(`golden/${name}.js`)
  })

  test('is the same for the same graph', async () => {
    expect(await writeTfjs({ graph: vaeGraph(), plan })).toBe(await writeTfjs({ graph: vaeGraph(), plan }))
  })

  test('is a module by itself: initialises, trains and draws', async () => {
    const text = await writeTfjs({ graph: vaeGraph({ side: 4, hidden: 8, latent: 2 }), plan })
    expect(text).not.toMatch(/^\s*import\s/m)
    const { createModel, variables } = await imported(text)
    await loadTfjs('cpu')
    const tf = createRequire(import.meta.url)('@tensorflow/tfjs-core') as { randomUniform(s: number[], a: number, b: number, t: string, seed: number): Tensor; memory(): { numTensors: number }; setBackend(n: string): Promise<boolean> }
    await tf.setBackend('cpu')
    const model = createModel(tf)
    const store = model.initialize(1)
    expect(Object.fromEntries(Object.entries(store).map(([name, t]) => [name, t.shape]))).toEqual(Object.fromEntries(Object.entries(variables).map(([name, v]) => [name, v.shape])))
    const feeds = { x: tf.randomUniform([6, 4, 4, 1], 0, 1, 'float32', 1), 'noise:q.z': tf.randomUniform([6, 2], -1, 1, 'float32', 2) }
    const losses: number[] = []
    const { numTensors } = tf.memory()
    for (let i = 0; i < 40; i++) {
      const results = model.round(store, feeds)
      losses.push(results['reconstruction']!.dataSync()[0]! + results['regulariser']!.dataSync()[0]!)
      Object.values(results).forEach((t) => t.dispose())
    }
    expect(tf.memory().numTensors).toBe(numTensors)
    expect(losses.at(-1)!).toBeLessThan(losses[0]!)
    expect(model.sample(store, { 'noise:sample.z': feeds['noise:q.z'] })['picture']!.shape).toEqual([6, 4, 4, 1])
  })

  test('names from a spec cannot become code', async () => {
    const hostile = ["a'];globalThis.broken=1;//", '*/ globalThis.broken=1 /*', '${globalThis.broken=1}', '`', '\\', '\u2028globalThis.broken=1', '</script>', '__proto__', 'constructor', 'μ', 'x̂', '1st', '', 'let', 'tf', 'store']
    const tf = await loadTfjs('cpu')
    for (const name of hostile) {
      const text = JSON.stringify(vaeGraph({ side: 2, hidden: 2, latent: 2 }), (key, value: unknown) => {
        if (key === 'span') return undefined
        return typeof value === 'string' ? value.replace(/\b(VAE|Enc|Dec|h|mu|round|x|reconstruction|q)\b/g, (word) => word + name) : value
      })
      const graph = JSON.parse(text) as Graph
      const { text: source, script } = emitModule(graph)
      expect(source.split('\n')[0]).toBe('/**')
      instantiate(script, tf)
      const { createModel } = await imported(await writeTfjs({ graph, plan }))
      createModel(tf).initialize()
      expect(Object.keys(globalThis)).not.toContain('broken')
    }
  })
})
