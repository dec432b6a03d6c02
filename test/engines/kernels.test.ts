/**
 * What programs ask of a backend of TensorFlow.js, it has: every op, with its first and second gradient, is spelled for the engine and
 * run on a backend that writes down which kernels it is asked for. So a kernel that is missing shows without the engine's library.
 */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type * as Tfjs from '@tensorflow/tfjs-core'
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Session } from '../../runtime/engine.ts'
import { compile } from '../../compiler/compile.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { emitModule } from '../../compiler/targets/tfjs/module.ts'
import { installed } from '../../runtime/engines/packages.ts'
import { engineRows } from '../../runtime/engines/registry.ts'
import { tfjsEngine } from '../../runtime/engines/tfjs/engine.ts'
import { loadTfjs } from '../../runtime/engines/tfjs/node.ts'
import { randomInputs, uniforms } from '../ops/random.ts'
import { slopePrograms } from '../ops/slopes.ts'
import { build, cases, type Case } from '../ops/table.ts'
import { firstStore, randomFeeds, writeStore } from './compare.ts'
import { tensorflowKernels } from './tensorflow-kernels.ts'

const sizes = { B: 3 }
const RECORDER = 'recorder'

/** A backend that computes as `cpu` does and adds the name of every kernel it is asked for to `asked`. */
function registerRecorder(tf: typeof Tfjs, asked: Set<string>): void {
  tf.registerBackend(RECORDER, tf.findBackendFactory('cpu')! as () => Tfjs.KernelBackend)
  for (const kernel of tf.getKernelsForBackend('cpu')) {
    tf.registerKernel({ ...kernel, backendName: RECORDER, kernelFunc: (args) => { asked.add(kernel.kernelName); return kernel.kernelFunc(args) } })
  }
}

/** The op alone, and its gradients. */
function programsOf(row: Case, index: number): Program[] {
  const b = new Builder()
  const { y } = build(b, row)
  const value = { name: 'value', feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'y', node: y.id }], updates: [] }
  return [value, ...(row.flat ? [] : Object.values(slopePrograms(row)))].map((program, i) => ({ ...program, name: `${index} ${row.op} ${i}` }))
}

/** What the target makes of several ops: products and convolutions with their bias and activation. */
const layers = compile(`
data (x: image[4, 4, 1] in [0, 1])
network F(x) -> h[3] { x -> conv2d(2, 3, relu, padding: same) -> conv2d(2, 2, elu) -> flatten -> dense(5, relu) -> dense(4, sigmoid) -> dense(3) }
loss { size = ||F(x)||^2 }
train { minimize size with adam(1e-2); batch 2; epochs 1 }
`).lowered!

/** For first values, which are made in JavaScript or are one number everywhere. */
const forFirstValues = ['randomUniform', 'randomNormal', 'ones', 'fill']

const specs = ['conv-vae', 'contractive', 'ring-gan', 'unet', 'wgan-gp', 'domain-adversarial'].map((name) => compile(readFileSync(`specs/${name}.gen`, 'utf8')).lowered!)

async function runAll(session: Session, graph: Graph): Promise<void> {
  writeStore(session, firstStore(graph, 1))
  for (const program of graph.programs) await session.run(program.name, randomFeeds(program, { B: 2 }, 1), { B: 2 })
  session.dispose()
}

const functionsIn = (text: string): Set<string> => new Set([...text.matchAll(/\btf\.([A-Za-z0-9.]+)/g)].map(([, name]) => name!))

/** Kernels of a backend, by the name of its engine. */
const kernelsOf: Readonly<Record<string, (tf: typeof Tfjs) => ReadonlySet<string>>> = {
  tensorflow: () => tensorflowKernels,
  webgpu: (tf) => { installed.load('@tensorflow/tfjs-backend-webgpu'); return new Set(tf.getKernelsForBackend('webgpu').map(({ kernelName }) => kernelName)) },
  wasm: (tf) => { installed.load('@tensorflow/tfjs-backend-wasm'); return new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName)) },
}

/** Kernels that are made for a program are made of ops in the portable spelling, and any op may be left out of them. */
const engines = Object.keys(kernelsOf).map((engine) => {
  const { flavour } = engineRows.find(({ name }) => name === engine)!
  return [engine, flavour === 'webgpu' ? 'portable' : flavour] as const
})

describe.each(engines)('%s, programs spelled for %s', (name, flavour) => {
  const asked = new Set<string>()
  let kernels: ReadonlySet<string>
  let tf: typeof Tfjs
  let called: ReadonlySet<string>

  beforeAll(async () => {
    tf = await loadTfjs('cpu')
    kernels = kernelsOf[name]!(tf)
    registerRecorder(tf, asked)
    const [ops, rounds] = [finished({ version: 1, model: 'ops', specHash: '', store: [], programs: cases.flatMap(programsOf) }, flavour), finished(layers, flavour)]
    called = new Set([ops, rounds].flatMap((graph) => [...functionsIn(emitModule(graph).script)]))
    await tf.setBackend(RECORDER)
    await runAll(await tfjsEngine(tf, RECORDER).load(rounds), rounds)
    const session = await tfjsEngine(tf, RECORDER).load(ops)
    for (const program of ops.programs) {
      const row = cases[Number.parseInt(program.name)]!
      const inputs = randomInputs(row, sizes, uniforms(11))
      const feeds = Object.fromEntries(Object.entries(inputs).map(([feed, { data }], i) => [feed, row.inputs[i]!.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data)]))
      await session.run(program.name, feeds, sizes)
    }
    session.dispose()
    return () => {
      tf.getKernelsForBackend(RECORDER).forEach(({ kernelName }) => { tf.unregisterKernel(kernelName, RECORDER) })
      tf.removeBackend(RECORDER)
    }
  })

  test('every kernel that an op asks for is there', () => {
    expect(asked.size).toBeGreaterThan(30)
    expect([...asked].filter((kernel) => !kernels.has(kernel)).sort()).toEqual([])
  })

  test('no spec calls a function that the ops do not', () => {
    expect([...new Set(specs.flatMap((spec) => [...functionsIn(emitModule(finished(spec, flavour)).script)]))].filter((name) => !called.has(name) && !forFirstValues.includes(name))).toEqual([])
    expect(kernels).toContain('Fill')
  })
})
