/**
 * Run by itself, because a fault of a native library ends the process. The argument names a job; each line printed is
 * `[name, value]` as JSON, so that what is missing tells where it ended.
 */
import { readFileSync } from 'node:fs'
import type { Feed, Graph, Program } from '../../compiler/graph/graph.ts'
import type { Session, Values } from '../../runtime/engine.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { compile } from '../../compiler/compile.ts'
import { webgpuEngine } from '../../runtime/engines/webgpu/engine.ts'
import { randomInputs, uniforms } from '../ops/random.ts'
import { build, cases } from '../ops/table.ts'
import { ganGraph } from '../targets/examples.ts'
import { distance, evaluateFloat64, firstStore, programOf, randomFeeds, writeStore } from './compare.ts'

const tell = (name: string, value: unknown): void => { process.stdout.write(`${JSON.stringify([name, value])}\n`) }
const open = (): ReturnType<typeof webgpuEngine> => webgpuEngine({ software: true })
const graphOf = (...programs: Program[]): Graph => ({ version: 1, model: 'm', specHash: '', store: [], programs })

/** A session that trains a small model, and a run of it. */
async function training(): Promise<{ readonly session: Session; readonly run: (round: number, fetch?: readonly string[]) => Promise<Record<string, Values>>; readonly graph: Graph }> {
  const graph = ganGraph({ flavour: 'webgpu' })
  const session = await (await open()).load(graph)
  writeStore(session, firstStore(graph, 3))
  const batches = { B: 5 }
  return { graph, session, run: (round, fetch) => session.run('round', randomFeeds(programOf(graph, 'round'), batches, round), batches, fetch) }
}

const jobs: Readonly<Record<string, (argument: string) => Promise<void>>> = {
  /** Every row of the table of ops, each a program of one graph. */
  async ops() {
    const sizes = { B: 3 }
    const programs = cases.map((row, i): Program => {
      const b = new Builder()
      const { y } = build(b, row)
      // The size of a batch is seen by a feed, which not every row has.
      const rows: Feed = { name: 'rows', kind: 'value', shape: [batchDim('B')], dtype: 'float32' }
      return { name: `${row.op} ${i}`, feeds: [...b.feeds, rows], nodes: b.nodes, outputs: [{ name: 'y', node: y.id }], updates: [] }
    })
    const session = await (await open()).load(graphOf(...programs))
    for (const [i, row] of cases.entries()) {
      const inputs = randomInputs(row, sizes, uniforms(7))
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, { data }], at): [string, Values] =>
        [name, row.inputs[at]!.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data)]))
      const program = programs[i]!
      try {
        const result = await session.run(program.name, { ...feeds, rows: new Float32Array(sizes.B) }, sizes)
        tell(program.name, distance(result['y']!, evaluate(program, inputs, {}, sizes).outputs['y']!.data))
      } catch (error) {
        tell(program.name, (error as Error).message)
      }
    }
    session.dispose()
  },

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

  /** The largest distance of a result or an updated entry, for every program of a spec. */
  async spec(name) {
    const { graph } = compile(readFileSync(`specs/${name}.gen`, 'utf8'), { flavour: 'webgpu' })
    const batches = { B: 3, B1: 3, B2: 3 }
    const session = await (await open()).load(graph!)
    const store = firstStore(graph!, 1)
    for (const program of graph!.programs) {
      const feeds = randomFeeds(program, batches, 2)
      const wanted = evaluateFloat64(graph!, program, feeds, store, batches)
      writeStore(session, store)
      const { tensors } = session.memory()
      const outputs = await session.run(program.name, feeds, batches)
      const apart = Object.entries(wanted.outputs).map(([output, { data }]) => [output, distance(outputs[output]!, data)] as const)
      for (const [entry, { data }] of Object.entries(wanted.updates)) apart.push([entry, distance(await session.read(entry), data)])
      tell(program.name, [...apart.filter(([, d]) => !(d < 1e-4)), session.memory().tensors - tensors])
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

await jobs[process.argv[2]!]!(process.argv[3] ?? '')
