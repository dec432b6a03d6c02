/** The emitted module: readable, the same every time, independent of genc, and safe whatever things are called. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import type { Graph } from '../../compiler/graph/graph.ts'
import { compile } from '../../compiler/compile.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import { emitModule, writeTfjs } from '../../compiler/targets/tfjs/target.ts'
import { instantiate } from '../../runtime/engines/tfjs/engine.ts'
import { loadTfjs } from '../../runtime/engines/tfjs/node.ts'
import { criticGraph, vaeGraph } from './examples.ts'

const plan: Plan = { data: [], stages: [], sample: null, reconstruct: null, code: null }

interface Tensor { readonly shape: readonly number[]; dataSync(): Float32Array; dispose(): void }
type Store = Record<string, Tensor>
interface Model { initialize(seed?: number): Store; round(store: Store, feeds: Store): Store; sample(store: Store, feeds: Store): Store }

const ringGan = `model Ring
data (x: real[2])
prior p(z) = Normal(0, 1)[2]
generator G(z) -> real[2] { z -> dense(4, relu) -> dense(2) }
discriminator D(x) -> probability { x -> dense(4, relu) -> dense(1, sigmoid) }
z ~ p(z)
let fake = G(z)
loss {
  V         = E[log D(x)] + E[log(1 - D(fake))]
  generator = -E[log D(fake)]
}
train {
  maximize V over D with adam(1e-3)
  minimize generator over G with adam(1e-3)
  batch 8
  rounds 10
}
`

const imported = async (text: string): Promise<{ createModel(tf: unknown): Model; variables: Record<string, { shape: number[] }> }> =>
  await import(`data:text/javascript,${encodeURIComponent(text)}`) as never

describe('the module', () => {
  test('a player that moves twice a round reads as the golden file does', async () => {
    await expect(await writeTfjs({ graph: criticGraph(), plan })).toMatchFileSnapshot('golden/critic.js')
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

  test('says in comments what the spec says, and names values as it does', async () => {
    const source = `model M
data (x: image[4, 4, 1] in [0, 1])
encoder Enc(x) -> (mu[2], logvar[2]) {
  h = x -> flatten -> dense(8, relu)
  mu = h -> dense(2)
  logvar = h -> dense(2)
}
decoder Dec(z) -> logits[4, 4, 1] { z -> dense(16) -> reshape(4, 4, 1) }
sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[2]
likelihood p(x | z) = Bernoulli(Dec(z))
loss {
  fit  = -E[z ~ q(z | x): log p(x | z)]      // */ globalThis.broken = 1
  rate = KL(q(z | x)
    || p(z))
}
train {
  minimize fit + rate with adam(1e-3)
  batch 8
  epochs 1
}
`
    const { graph, model } = compile(source, { flavour: 'tfjs' })
    const text = await writeTfjs({ graph: graph!, plan, spec: { model: model!, source } })
    expect(text).toContain('// fit = -E[z ~ q(z | x): log p(x | z)]\n')
    expect(text).toContain('// rate = KL(q(z | x) || p(z))\n')
    expect(text).toContain('// Step 0: minimize fit + rate with adam(1e-3)\n')
    expect(text).not.toContain('broken')
    for (const name of ['h', 'mu', 'logvar', 'logits', 'z', 'stepSize', 'root', 'epsilon', 'dH', 'dMu', 'dLogvar', 'dMuKernel']) expect(text).toMatch(new RegExp(`const ${name} = `))
    expect(text).toContain('return { flat, h, mu, logvar }')
    expect(text).toContain('function DecBackward(store, dLogits, z)')
    await imported(text)
  })

  test('a formula cannot end its comment', async () => {
    const { graph, model } = compile(ringGan, { flavour: 'tfjs' })
    const hostile = ['\u2028globalThis.broken = 1', '\nglobalThis.broken = 1', '*/ globalThis.broken = 1 /*', '\r\nglobalThis.broken = 1']
    for (const text of hostile) {
      const equations = model!.equations.map((e) => ({ ...e, span: { start: 0, end: text.length + 20 } }))
      const terms = model!.equations.map((e) => `${e.name}${text}`)
      for (const source of terms) await imported(await writeTfjs({ graph: graph!, plan, spec: { model: { ...model!, equations }, source } }))
      expect(Object.keys(globalThis)).not.toContain('broken')
    }
  })

  test('one function of a network whichever running statistics it finds', async () => {
    const source = ringGan.replace('x -> dense(4, relu)', 'x -> dense(4) -> batchNormalization -> relu')
    const { graph } = compile(source, { flavour: 'tfjs' })
    const text = await writeTfjs({ graph: graph!, plan })
    // In training, on data and on fakes, and in evaluation.
    expect(text.match(/^ {2}function D\d*\(/gm)).toHaveLength(2)
    expect(text).toContain('// Running statistics of D\n')
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
