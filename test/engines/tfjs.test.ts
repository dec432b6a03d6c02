/** Engine tfjs: the emitted module gives what the float64 evaluator gives, leaks nothing, and does not vary. */
import { describe, expect, test } from 'vitest'
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Flavour } from '../../compiler/passes/pipeline.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { criticGraph, ganGraph, vaeGraph } from '../targets/examples.ts'
import { distance, evaluateFloat64, firstStore, programOf, randomFeeds, writeStore } from './compare.ts'

const graphs: Readonly<Record<string, (flavour: Flavour) => Graph>> = {
  vae: (flavour) => vaeGraph({ side: 4, hidden: 7, latent: 3, flavour }),
  gan: (flavour) => ganGraph({ flavour }),
  critic: (flavour) => criticGraph({ flavour }),
}
const batches = { B: 5, B1: 3, B2: 4 }

describe.each(['wasm', 'cpu'])('%s', (backend) => {
  test.each(Object.keys(graphs))('every program of %s equals the float64 evaluator', async (name) => {
    const { engine, flavour } = await chooseEngine(backend)
    const graph = graphs[name]!(flavour)
    for (const program of graph.programs) {
      const session = await engine.load(graph)
      const store = firstStore(graph, 1)
      const feeds = randomFeeds(program, batches, 2)
      const wanted = evaluateFloat64(graph, program, feeds, store, batches)
      writeStore(session, store)
      const outputs = await session.run(program.name, feeds, batches)
      expect(Object.keys(outputs)).toEqual(program.outputs.map((o) => o.name))
      for (const [output, value] of Object.entries(wanted.outputs)) expect(distance(outputs[output]!, value.data), output).toBeLessThan(1e-4)
      for (const [entry, value] of Object.entries(wanted.updates)) expect(distance(await session.read(entry), value.data), entry).toBeLessThan(1e-4)
      session.dispose()
    }
  })

  test('fifty rounds leave as many tensors as one, and twice the same run gives the same bits', async () => {
    const { engine, flavour } = await chooseEngine(backend)
    const graph = graphs['gan']!(flavour)
    const program = programOf(graph, 'round')
    const once = async () => {
      const session = await engine.load(graph)
      const before = session.memory()
      writeStore(session, firstStore(graph, 3))
      const losses: Record<string, unknown>[] = []
      await session.run('round', randomFeeds(program, batches, 0), batches, [])
      const { tensors } = session.memory()
      for (let round = 1; round <= 50; round++) losses.push(await session.run('round', randomFeeds(program, batches, round), batches))
      expect(session.memory().tensors).toBe(tensors)
      const weights = await Promise.all(graph.store.map((e) => session.read(e.name)))
      session.dispose()
      expect(session.memory()).toEqual(before)
      return { losses, weights }
    }
    expect(await once()).toEqual(await once())
  })

  test('results and updates that are one tensor, somebody else\'s or a mere number', async () => {
    const { engine } = await chooseEngine(backend)
    const b = new Builder()
    const B = batchDim('B')
    const x = b.input({ name: 'x', kind: 'value', shape: [2], dtype: 'float32' })
    const [left, right] = ['left', 'right'].map((entry) => b.add('read', [], { entry, shape: [2], dtype: 'float32' }))
    const sum = b.add('add', [x, left!])
    const rows = b.add('size', [], { dim: B })
    const many = b.add('broadcastTo', [b.add('div', [b.add('constant', [], { value: 1 }), rows])], { shape: [B, 2] })
    const outputs = Object.entries({ x, left: left!, sum, again: sum, rows, many, one: b.add('constant', [], { value: 1, dtype: 'int32' }) }).map(([name, { id: node }]) => ({ name, node }))
    const updates = [{ entry: 'left', node: right!.id }, { entry: 'right', node: left!.id }, { entry: 'third', node: sum.id }, { entry: 'fourth', node: sum.id }]
    const store = ['left', 'right', 'third', 'fourth'].map((name) => ({ name, shape: [2], dtype: 'float32' as const, role: 'statistic' as const, init: { kind: 'zeros' as const } }))
    const session = await engine.load({ version: 1, model: 'm', specHash: '', store, programs: [{ name: 'p', feeds: b.feeds, nodes: b.nodes, outputs, updates }] })
    store.forEach(({ name }, i) => session.write(name, Float32Array.of(i, i)))
    const { tensors } = session.memory()
    for (let run = 0; run < 2; run++) {
      const left = run === 0 ? 0 : 1
      const found = await session.run('p', { x: Float32Array.of(5, 6) }, { B: 3 })
      expect(Object.fromEntries(Object.entries(found).map(([name, values]) => [name, Array.from(values, (v) => Math.round(v * 3) / 3)]))).toEqual({
        x: [5, 6], left: [left, left], sum: [5 + left, 6 + left], again: [5 + left, 6 + left], rows: [3], many: Array(6).fill(1 / 3), one: [1],
      })
      expect(Array.from(await session.read('left'))).toEqual([1 - left, 1 - left])
      expect(Array.from(await session.read('right'))).toEqual([left, left])
      for (const entry of ['third', 'fourth']) expect(Array.from(await session.read(entry))).toEqual([5 + left, 6 + left])
      expect(session.memory().tensors).toBe(tensors)
    }
    session.dispose()
  })

  test('what does not fit is refused by name', async () => {
    const { engine, flavour } = await chooseEngine(backend)
    const graph = graphs['gan']!(flavour)
    const session = await engine.load(graph)
    const feeds = randomFeeds(programOf(graph, 'round'), batches, 0)
    await expect(session.run('round', feeds, batches)).rejects.toThrow("'G.dense.kernel' was never written")
    expect(() => session.write('D.dense.kernel', new Float32Array(3))).toThrow("'D.dense.kernel' holds 16 numbers, given were 3")
    expect(() => session.write('nothing', new Float32Array(3))).toThrow("no store entry 'nothing'")
    writeStore(session, firstStore(graph, 1))
    await expect(session.run('play', feeds, batches)).rejects.toThrow("no program 'play': there are round")
    await expect(session.run('round', {}, batches)).rejects.toThrow("is not given 'x'")
    await expect(session.run('round', feeds, { B: 6 })).rejects.toThrow("'x' of program 'round' has shape [6, 2], given were 10 numbers")
    await expect(session.run('round', feeds, batches, ['loss'])).rejects.toThrow("no result 'loss'")
    session.dispose()
  })
})
