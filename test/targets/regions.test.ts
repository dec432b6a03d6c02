/** Regions: whatever origins nodes have, every node is written once, after what it needs, and computes what it did. */
import { expect, test } from 'vitest'
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import { numbersIn, isLeaf, unitsOf } from '../../compiler/targets/tfjs/regions.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { distance, evaluateFloat64, firstStore, randomFeeds, writeStore } from '../engines/compare.ts'
import { uniforms } from '../ops/random.ts'
import { ganGraph, vaeGraph } from './examples.ts'

const seeds = Array.from({ length: 40 }, (_, i) => i)

/** The graph with origins dealt out at random: regions that are split, interleaved and knotted in every way. */
function shuffled(graph: Graph, seed: number): Graph {
  const next = uniforms(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!
  const stay = pick([0, 0.5, 0.9])
  const relabel = (program: Program): Program => {
    let origin = program.nodes[0]!.origin
    return {
      ...program,
      nodes: program.nodes.map((node) => {
        // A parameter's update stays what it is: a network in the middle of it is no program that lowering could make.
        if (node.origin.phase === 'update') return node
        if (next() >= stay) {
          const network = pick([undefined, 'A', 'B', 'C'])
          origin = { phase: pick(['forward', 'backward']), ...(network !== undefined && { network, application: pick([0, 1]), layer: pick(['h', 'k']) }), step: 0 }
        }
        return { ...node, origin }
      }),
    }
  }
  return { ...graph, programs: graph.programs.map(relabel) }
}

test.each(seeds)('in order and complete, seed %i', (seed) => {
  for (const graph of [vaeGraph({ side: 2, hidden: 3, latent: 2 }), ganGraph()]) {
    for (const program of shuffled(graph, seed).programs) {
      const numbers = numbersIn(program.nodes)
      const isFree = (id: number): boolean => isLeaf(program.nodes[id]!) || numbers.has(id)
      const done = new Set<number>()
      for (const unit of unitsOf(program)) {
        for (const id of unit.nodes) {
          expect(done.has(id)).toBe(false)
          expect(program.nodes[id]!.inputs.filter((i) => !isFree(i) && !done.has(i))).toEqual([])
          done.add(id)
        }
      }
      expect(done.size).toBe(program.nodes.filter((n) => !isFree(n.id)).length)
    }
  }
})

test('the module of such a graph computes the same', async () => {
  const { engine } = await chooseEngine('cpu')
  const batches = { B: 3 }
  for (const seed of seeds) {
    for (const plain of [vaeGraph({ side: 2, hidden: 3, latent: 2 }), ganGraph({ hidden: 3 })]) {
      const graph = shuffled(plain, seed)
      const session = await engine.load(graph)
      const store = firstStore(graph, seed)
      for (const program of graph.programs) {
        const feeds = randomFeeds(program, batches, seed)
        const wanted = evaluateFloat64(graph, program, feeds, store, batches)
        writeStore(session, store)
        const outputs = await session.run(program.name, feeds, batches)
        for (const [name, value] of Object.entries(wanted.outputs)) expect(distance(outputs[name]!, value.data), `seed ${seed}, ${name}`).toBeLessThan(1e-4)
        for (const [entry, value] of Object.entries(wanted.updates)) expect(distance(await session.read(entry), value.data), `seed ${seed}, ${entry}`).toBeLessThan(1e-4)
      }
      session.dispose()
    }
  }
})
