/**
 * Run by itself, because a fault of a native library ends the process. The arguments are a job, how many threads compute and what
 * provider; each line printed is `[name, value]` as JSON, so that what is missing tells where it ended.
 */
import type { Graph, StoreEntry } from '../../compiler/graph/graph.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { onnxEngine } from '../../runtime/engines/onnx/engine.ts'
import { criticGraph, ganGraph, vaeGraph } from '../targets/examples.ts'
import { distance, evaluateFloat64, firstStore, programOf, randomFeeds, writeStore } from './compare.ts'

const tell = (name: string, value: unknown): void => { process.stdout.write(`${JSON.stringify([name, value])}\n`) }

const engine = onnxEngine({ threads: Number(process.argv[3] ?? 1), provider: process.argv[4] === 'webgpu' ? 'webgpu' : 'cpu' })

/** The largest distance of a result or an updated entry, for every program. */
async function compareGraph(name: string, graph: Graph, batches: Readonly<Record<string, number>>): Promise<void> {
  const session = await engine.load(graph)
  const store = firstStore(graph, 1)
  for (const program of graph.programs) {
    const feeds = randomFeeds(program, batches, 2)
    const wanted = evaluateFloat64(graph, program, feeds, store, batches)
    writeStore(session, store)
    const outputs = await session.run(program.name, feeds, batches)
    const apart = Object.entries(wanted.outputs).map(([output, { data }]) => [output, distance(outputs[output]!, data)] as const)
    for (const [entry, { data }] of Object.entries(wanted.updates)) apart.push([entry, distance(await session.read(entry), data)])
    tell(`${name} ${program.name}`, apart.filter(([, d]) => !(d < 1e-4)))
  }
  session.dispose()
}

const jobs: Readonly<Record<string, () => Promise<void>>> = {
  async examples() {
    await compareGraph('vae', vaeGraph({ side: 4, hidden: 7, latent: 3, flavour: 'portable' }), { B: 5 })
    await compareGraph('gan', ganGraph({ flavour: 'portable' }), { B: 5 })
    await compareGraph('critic', criticGraph({ flavour: 'portable' }), { B: 5, B1: 3, B2: 4 })
  },

  async convolutions() {
    await compareGraph('pictures', picturesGraph(), { B: 3 })
  },

  /**
   * Fifty rounds, three times: losses and weights; memory after the first round and after the last. The second time nobody looks at most
   * rounds, the third time nobody waits for one before the next is asked for, and the feeds are spoilt as soon as they are given.
   */
  async rounds() {
    const graph = ganGraph({ flavour: 'portable' })
    const program = programOf(graph, 'round')
    const batches = { B: 5 }
    for (const name of ['every', 'few', 'ahead']) {
      const session = await engine.load(graph)
      writeStore(session, firstStore(graph, 3))
      const memory = session.memory()
      const before: Promise<unknown>[] = []
      for (let round = 0; round < 49; round++) {
        const feeds = randomFeeds(program, batches, round)
        before.push(session.run('round', feeds, batches, name === 'few' ? [] : undefined))
        if (name !== 'ahead') await before.at(-1)
        else for (const values of Object.values(feeds)) values.fill(0)
      }
      const last = await session.run('round', randomFeeds(program, batches, 49), batches)
      const weights = await Promise.all(graph.store.map((e) => session.read(e.name)))
      await Promise.all(before)
      tell(name, { last: Object.values(last).map((v) => [...v]), weights: weights.map((v) => [...v]), memory: [memory, session.memory()] })
      session.dispose()
      tell(`${name} closed`, [session.memory(), await session.read('D.dense.kernel').catch((error: Error) => `${error.name}: ${error.message}`)])
    }
  },

  /** A node that claims to be larger than it is, beside a program without fault. */
  async refused() {
    const b = new Builder()
    const x = b.input({ name: 'x', kind: 'value', shape: [2], dtype: 'float32' })
    const sum = b.add('sum', [x])
    const bad = b.add('reshape', [x], { shape: [2, 1] })
    const nodes = b.nodes.map((node) => (node.id === bad.id ? { ...node, shape: [5, 1] } : node))
    const program = { feeds: b.feeds, nodes, updates: [] }
    const session = await engine.load({
      version: 1, model: 'm', specHash: '', store: [],
      programs: [{ ...program, name: 'bad', outputs: [{ name: 'y', node: bad.id }] }, { ...program, name: 'good', nodes: nodes.slice(0, 2), outputs: [{ name: 'y', node: sum.id }] }],
    })
    tell('refused', await session.run('bad', { x: Float32Array.of(1, 2) }, {}).then(() => 'it ran', String))
    tell('after', [...(await session.run('good', { x: Float32Array.of(1, 2) }, {}))['y']!])
    session.dispose()
  },

  /** How many results there are. */
  async selections() {
    const again = await oneRound()
    const found: number[] = []
    for (const fetch of [undefined, [], ['V'], undefined, []]) found.push(Object.keys(await again(fetch)).length)
    tell('found', found)
  },

  /** Ends by itself, with nothing put away. */
  async leave() {
    await oneRound()
    tell('left', true)
  },

  /** Ends at once, with nothing put away. Not in the middle of a call: onnxruntime-node then aborts, whatever computes. */
  async exit() {
    await oneRound()
    tell('left', true)
    process.exit(7)
  },
}

/** A session after its first round, which can be asked for another. */
async function oneRound(): Promise<(fetch?: readonly string[]) => Promise<Record<string, unknown>>> {
  const graph = ganGraph({ flavour: 'portable' })
  const session = await engine.load(graph)
  writeStore(session, firstStore(graph, 3))
  const run = (fetch?: readonly string[]): Promise<Record<string, unknown>> => session.run('round', randomFeeds(programOf(graph, 'round'), { B: 5 }, 0), { B: 5 }, fetch)
  await run()
  return run
}

/** Convolutions in every surrounding that has a say in the order of axes: biases, activations, sums, cuts, joins and reshapes, and their gradients. */
function picturesGraph(): Graph {
  const b = new Builder()
  const B = batchDim('B')
  const store: StoreEntry[] = []
  const read = (name: string, shape: readonly number[]): Ref => {
    store.push({ name, shape, dtype: 'float32', role: 'parameter', init: { kind: 'uniform', low: -0.5, high: 0.5 } })
    return b.add('read', [], { entry: name, shape, dtype: 'float32' })
  }
  const x = b.input({ name: 'x', kind: 'value', shape: [B, 6, 5, 2], dtype: 'float32' })
  const rows = b.input({ name: 'rows', kind: 'value', shape: [B, 1, 1, 3], dtype: 'float32' })
  const filters = [read('first', [3, 3, 2, 3]), read('second', [3, 2, 3, 4]), read('third', [2, 2, 2, 4])]
  const [bias, scale, table] = [read('bias', [3]), read('scale', [1, 1, 3]), read('table', [6 * 5 * 3, 7])]
  const same = { strides: [1, 1], padding: 'same' }
  const h = b.add('tanh', [b.add('add', [b.add('conv2d', [x, filters[0]!], same), bias])])
  const normal = b.add('sub', [h, b.add('mean', [h], { axes: [0, 1, 2], keepDims: true })])
  const scaled = b.add('mul', [b.add('mul', [normal, scale]), b.add('add', [rows, b.add('max', [h], { axes: [1, 2], keepDims: true })])])
  const halves = b.add('conv2d', [scaled, filters[1]!], { strides: [2, 2], padding: 'same' })
  const up = b.add('conv2dInputGradient', [halves, filters[2]!], { strides: [2, 2], padding: 'same', shape: [B, 6, 6, 2] })
  const cut = b.add('slice', [up], { begin: [0, 0, 1, 0], size: [B, 6, 5, 2] })
  const joined = b.add('concat', [b.add('reverse', [cut], { axes: [1] }), b.add('select', [b.add('greater', [x, cut]), x, cut]), scaled], { axis: -1 })
  const wide = b.add('pad', [joined], { paddings: [[0, 0], [1, 0], [0, 2], [0, 0]] })
  const flat = b.add('matmul', [b.add('reshape', [scaled], { shape: [B, 90] }), table])
  const each = b.add('sum', [b.add('square', [wide])], { axes: [1, 2, 3] })
  const perRow = b.add('min', [joined], { axes: [0, 3] })
  const perColumn = b.add('sum', [joined], { axes: [1] })
  const loss = b.add('add', [b.add('mean', [each]), b.add('mean', [b.add('softmax', [b.add('add', [flat, b.add('transpose', [b.add('transpose', [flat], { perm: [1, 0] })], { perm: [1, 0] })])])])])
  const parameters = { first: filters[0]!, second: filters[1]!, third: filters[2]!, bias, scale, table }
  const updates = Object.entries(parameters).map(([entry, value]) =>
    ({ entry, node: b.add('sub', [value, b.add('mul', [b.add('grad', [loss, value]), b.add('constant', [], { value: 0.01 })])]).id }))
  const outputs = Object.entries({ loss, joined, wide, each, flat, perRow, perColumn, halves, soft: b.add('logSoftmax', [joined]), twice: joined })
  return finished({
    version: 1, model: 'pictures', specHash: '', store,
    programs: [{ name: 'round', feeds: b.feeds, nodes: b.nodes, outputs: outputs.map(([name, { id: node }]) => ({ name, node })), updates }],
  }, 'portable')
}

await jobs[process.argv[2]!]!()
