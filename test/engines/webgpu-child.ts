/**
 * Run by itself, because a fault of a native library ends the process. The argument names a job; each line printed is
 * `[name, value]` as JSON, so that what is missing tells where it ended.
 */
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Session, Values } from '../../runtime/engine.ts'
import { compile } from '../../compiler/compile.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { webgpuEngine } from '../../runtime/engines/webgpu/engine.ts'
import { uniforms } from '../ops/random.ts'
import { ganGraph } from '../targets/examples.ts'
import { distance, evaluateFloat64, firstStore, programOf, randomFeeds, writeStore } from './compare.ts'

const tell = (name: string, value: unknown): void => { process.stdout.write(`${JSON.stringify([name, value])}\n`) }
const open = (): ReturnType<typeof webgpuEngine> => webgpuEngine({ software: true })
const graphOf = (...programs: Program[]): Graph => ({ version: 1, model: 'm', specHash: '', store: [], programs })

const stages = `
data (x: real[2], y: label(3))
network F(x) -> h[4] { x -> dense(4, tanh) }
classifier C(x) -> logits[3] { F(x) -> dense(3) }
loss {
  wrong = -log softmax(C(x))[y]
  size  = ||F(x)||^2
}
stage first {
  train {
    minimize wrong over F, C with adam(1e-2) clip 0.5
    average 0.9
    batch 4
    rounds 5
  }
  metric error = E[argmax(C(x)) != y]
}
stage second {
  train {
    repeat 2 { minimize size over F with sgd(1e-2, momentum: 0.9) }
    minimize wrong over C with adam(1e-2)
    batch 4
    rounds 5
  }
}
`

/** A session that trains a small model, and a run of it. */
async function training(): Promise<{ readonly session: Session; readonly run: (round: number, fetch?: readonly string[]) => Promise<Record<string, Values>>; readonly graph: Graph }> {
  const graph = ganGraph({ flavour: 'webgpu' })
  const session = await (await open()).load(graph)
  writeStore(session, firstStore(graph, 3))
  const batches = { B: 5 }
  return { graph, session, run: (round, fetch) => session.run('round', randomFeeds(programOf(graph, 'round'), batches, round), batches, fetch) }
}

const jobs: Readonly<Record<string, () => Promise<void>>> = {
  /** What float32 has beside numbers: y by op. */
  async edges() {
    const b = new Builder()
    const x = b.input({ name: 'x', kind: 'value', shape: [8], dtype: 'float32' })
    const edge = (op: string, attrs = {}): readonly [string, number] => [op, b.add(op, [x], attrs).id]
    const one = b.add('constant', [], { value: 1 })
    const outputs = [
      edge('relu'), edge('tanh'), edge('sigmoid'), edge('softplus'), edge('erf'), edge('sin'), edge('elu'), edge('clamp', { low: -2, high: 2 }), edge('log1p'), edge('exp'), edge('log'), edge('sqrt'), edge('reciprocal'), edge('sum'), edge('max'), edge('mean'),
      ['maximum', b.add('maximum', [x, one]).id] as const, ['power', b.add('pow', [x, b.add('constant', [], { value: 3 })]).id] as const,
      ['chosen', b.add('select', [b.add('less', [x, one]), one, x]).id] as const,
    ]
    const program: Program = { name: 'edges', feeds: b.feeds, nodes: b.nodes, outputs: outputs.map(([name, node]) => ({ name, node })), updates: [] }
    const session = await (await open()).load(graphOf(program))
    for (const values of [[0, -0, 1e-7, -1e-7, 100, -100, 20, -20], [NaN, 1, 2, 3, 4, 5, 6, 7], [1e30, -1e30, 3.4e38, 0.1, 1000, -1000, 50, -50]]) {
      const found = await session.run('edges', { x: Float32Array.from(values) }, {})
      for (const [name, numbers] of Object.entries(found)) tell(`${name} ${values[0]}`, Array.from(numbers, String))
    }
    session.dispose()
  },

  /** Reductions large enough to be cut into parts, over first, middle, last and all axes, with elements kept beside them. */
  async reductions() {
    const b = new Builder()
    const x = b.input({ name: 'x', kind: 'value', shape: [batchDim('B'), 70, 40], dtype: 'float32' })
    const shifted = b.add('exp', [b.add('mul', [x, b.add('constant', [], { value: 0.5 })])])
    const outputs = [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]].flatMap((axes) =>
      ['sum', 'mean', 'max', 'min'].map((op) => ({ name: `${op} ${axes.join('')}`, node: b.add(op, [shifted], { axes, keepDims: axes.length === 1 }).id })))
    const program: Program = { name: 'p', feeds: b.feeds, nodes: b.nodes, outputs: [...outputs, { name: 'kept', node: shifted.id }], updates: [] }
    const session = await (await open()).load(graphOf(program))
    for (const B of [1, 37, 300]) {
      const feeds = randomFeeds(program, { B }, B)
      const found = await session.run('p', feeds, { B })
      const wanted = evaluate(program, { x: { shape: [B, 70, 40], data: Float64Array.from(feeds['x']!) } }, {}, { B }).outputs
      tell(`B ${B}`, Math.max(...Object.entries(wanted).map(([name, { data }]) => distance(found[name]!, data))))
    }
    session.dispose()
  },

  /** Ten rounds, twice: losses and weights. The second time nobody looks at most rounds. */
  async rounds() {
    for (const name of ['every', 'few']) {
      const { graph, session, run } = await training()
      await run(0)
      const memory = session.memory()
      for (let round = 1; round < 10; round++) await run(round, name === 'every' ? undefined : [])
      const last = await run(10)
      const weights = await Promise.all(graph.store.map((e) => session.read(e.name)))
      tell(name, { last: Object.values(last).map((v) => [...v]), weights: weights.map((v) => [...v]), memory: [memory, session.memory()] })
      session.dispose()
      tell(`${name} closed`, session.memory().tensors)
    }
  },

  /** Stages that move the same weights, in turns, one of them read and written in between: how far updates and results are from float64, run by run. */
  async stages() {
    const graph = finished(compile(stages).lowered!, 'webgpu')
    const session = await (await open()).load(graph)
    // As in the middle of a training: Adam's first step takes the sign of gradients, of which some are nothing but rounding.
    const [first, second] = [5, 6].map((seed) => {
      const next = uniforms(seed)
      return Object.fromEntries(graph.store.map(({ name, role, shape }) => [name, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (role === 'counter' ? 7 : 0.1 + 0.3 * next()))]))
    }) as [Record<string, Values>, Record<string, Values>]
    writeStore(session, first)
    const state = async (): Promise<Record<string, Values>> => Object.fromEntries(await Promise.all(graph.store.map(async ({ name }) => [name, await session.read(name)] as const)))
    const before = await state()
    tell('written', Math.max(...graph.store.map(({ name }) => distance(before[name]!, first[name]!))))
    for (const [turn, name] of ['first.round', 'second.round', 'first.metrics.sweep0', 'first.round', 'second.round'].entries()) {
      if (turn === 3) session.write('F.dense.kernel', second['F.dense.kernel']!)
      const program = programOf(graph, name)
      const batches = { B: 6, B1: 3, B2: 5 }
      const random = randomFeeds(program, batches, turn)
      const feeds = { ...random, ...(random['y'] && { y: random['y'].map((label) => label % 3) }) }
      const held = await state()
      const wanted = evaluateFloat64(graph, program, feeds, held, batches)
      const outputs = await session.run(name, feeds, batches)
      const now = await state()
      tell(`${turn} ${name}`, Math.max(...Object.entries(wanted.outputs).map(([of, { data }]) => distance(outputs[of]!, data)), ...graph.store.map((e) => distance(now[e.name]!, wanted.updates[e.name]?.data ?? held[e.name]!))))
    }
    session.dispose()
  },

  async mistakes() {
    const { session, run } = await training()
    const said = (action: () => unknown): Promise<string> => Promise.resolve().then(action).then(() => 'nothing', (error: Error) => `${error.name}: ${error.message}`)
    tell('entry', await said(() => { session.write('nothing', new Float32Array(3)) }))
    tell('length', await said(() => { session.write('D.dense.kernel', new Float32Array(3)) }))
    tell('program', await said(() => session.run('play', {}, {})))
    tell('feed', await said(() => session.run('round', {}, { B: 5 })))
    tell('result', await said(() => run(0, ['loss'])))
    session.dispose()
  },

  /** Ends with work on the way and nothing put away. */
  async leave() {
    const { run } = await training()
    for (let round = 0; round < 3; round++) await run(round, [])
    tell('left', true)
  },

  async exit() {
    const { run } = await training()
    await run(0)
    void run(1)
    tell('left', true)
    process.exit(7)
  },

  async hardware() {
    tell('refused', await webgpuEngine().then(() => 'it opened', (error: Error) => `${error.name}: ${error.message}`))
  },
}

await jobs[process.argv[2]!]!()
