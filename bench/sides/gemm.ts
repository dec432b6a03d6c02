/** Matrix products alone, on engine onnx: each a program over its store, so that nothing else is measured. */
import { fileURLToPath } from 'node:url'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import type { Graph, StoreEntry } from '../../compiler/graph/graph.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { onnxEngine } from '../../runtime/engines/onnx/engine.ts'
import { initializeStore } from '../../runtime/train/store.ts'
import type { Product } from '../floor.ts'
import { serve, type Trainer } from './serve.ts'
import { NATIVE, timedPackages } from './timed.ts'

export interface GemmJob { readonly products: readonly Product[]; readonly threads: number }

function graphOf(products: readonly Product[]): Graph {
  const store = products.flatMap(({ m, k, n, transposeA, transposeB }, i): StoreEntry[] =>
    ([['a', transposeA ? [k, m] : [m, k]], ['b', transposeB ? [n, k] : [k, n]], ['c', [m, n]]] as const).map(([name, shape]) =>
      ({ name: `${name}${i}`, shape, dtype: 'float32', role: 'parameter', init: { kind: 'uniform', low: -1, high: 1 } })))
  const programs = products.map(({ transposeA, transposeB }, i) => {
    const b = new Builder()
    const read = (name: string): Ref => b.add('read', [], { entry: `${name}${i}`, shape: store.find((e) => e.name === `${name}${i}`)!.shape, dtype: 'float32' })
    const { id } = b.add('matmul', [read('a'), read('b')], { ...(transposeA && { transposeA }), ...(transposeB && { transposeB }) })
    return { name: `product${i}`, feeds: [], nodes: b.nodes, outputs: [], updates: [{ entry: `c${i}`, node: id }] }
  })
  return { version: 1, model: 'Products', specHash: '', store, programs }
}

async function open({ products, threads }: GemmJob): Promise<Trainer> {
  setEnvironmentData(NATIVE, new SharedArrayBuffer(8))
  const graph = graphOf(products)
  const session = await onnxEngine({ threads, packages: timedPackages(fileURLToPath(new URL('onnxruntime-timed.cjs', import.meta.url))) }).load(graph)
  initializeStore(session, graph, 0)
  const native = new BigInt64Array(getEnvironmentData(NATIVE) as unknown as SharedArrayBuffer)
  return {
    about: { threads },
    engine: () => Number(Atomics.load(native, 0)) / 1000,
    async steps(count, { product = 0 }) {
      // Asked for at once: what a call costs is shared.
      await Promise.all(Array.from({ length: count }, () => session.run(`product${product}`, {}, {}, [])))
      // All runs before it are done once this is answered.
      await session.read('c0')
      return []
    },
  }
}

await serve(() => open(JSON.parse(process.argv[2]!) as GemmJob))
