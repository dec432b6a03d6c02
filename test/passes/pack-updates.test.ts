import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { compile } from '../../compiler/compile.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { packUpdates, type Pack } from '../../compiler/passes/pack-updates.ts'
import { firstStore, programOf, randomFeeds } from '../engines/compare.ts'
import { criticGraph, ganGraph, vaeGraph } from '../targets/examples.ts'

const tensor = (values: ArrayLike<number>, shape: readonly number[]): Tensor64 => ({ shape, data: Float64Array.from(values) })

const joined = ({ parts }: Pack, store: Readonly<Record<string, Tensor64>>): Tensor64 => {
  const data = parts.flatMap(({ entry }) => [...store[entry]!.data])
  return tensor(data, [data.length])
}

function apart({ parts }: Pack, whole: Tensor64): Record<string, Tensor64> {
  let at = 0
  return Object.fromEntries(parts.map(({ entry, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1)
    at += size
    return [entry, tensor(whole.data.slice(at - size, at), shape)]
  }))
}

/** Evaluates a program as it is and packed; expects the same, and gives how many entries were packed into how many. */
function compare(graph: Graph, program: Program, batches: Readonly<Record<string, number>>): { readonly parts: number; readonly packs: number; readonly nodes: readonly [number, number] } {
  const store = Object.fromEntries(Object.entries(firstStore(graph, 1)).map(([name, values]) => [name, tensor(values, graph.store.find((e) => e.name === name)!.shape)]))
  const feeds = Object.fromEntries(Object.entries(randomFeeds(program, batches, 2)).map(([name, values]) =>
    [name, tensor(values, program.feeds.find((f) => f.name === name)!.shape.map((d) => (typeof d === 'number' ? d : d.times * batches[d.batch]!)))]))
  const { program: packed, packs } = packUpdates(program)
  expect(problemsOf(packed)).toEqual([])
  const wanted = evaluate(program, feeds, store, batches)
  const found = evaluate(packed, feeds, { ...store, ...Object.fromEntries(packs.map((pack) => [pack.entry, joined(pack, store)])) }, batches)
  expect(found.outputs).toEqual(wanted.outputs)
  const updates = Object.assign({}, ...Object.entries(found.updates).map(([entry, value]) => {
    const pack = packs.find((p) => p.entry === entry)
    return pack ? apart(pack, value) : { [entry]: value }
  })) as Record<string, Tensor64>
  expect(updates).toEqual(wanted.updates)
  return { parts: packs.flatMap((p) => p.parts).length, packs: packs.length, nodes: [program.nodes.length, packed.nodes.length] }
}

describe('the same values, bit for bit', () => {
  test.each([
    ['vae', vaeGraph({ side: 4, hidden: 7, latent: 3, flavour: 'portable' }), { B: 5 }],
    ['gan', ganGraph({ flavour: 'portable' }), { B: 5 }],
    ['critic', criticGraph({ flavour: 'portable' }), { B: 5, B1: 3, B2: 4 }],
  ] as const)('%s', (_, graph, batches) => {
    const { parts, packs, nodes } = compare(graph, programOf(graph, 'round'), batches)
    expect(packs).toBeGreaterThan(0)
    expect(parts).toBeGreaterThan(2 * packs)
    expect(nodes[1]).toBeLessThan(nodes[0])
  })

  test('ring-gan: two players, each one buffer for weights, means and squares', () => {
    const { graph } = compile(readFileSync('specs/ring-gan.gen', 'utf8'), { flavour: 'portable' })
    const { parts, packs } = compare(graph!, programOf(graph!, 'round'), { B: 3 })
    expect({ parts, packs }).toEqual({ parts: 36, packs: 6 })
  })
})

test('large parameters stay by themselves', () => {
  const { graph } = compile(readFileSync('specs/vae.gen', 'utf8'), { flavour: 'portable' })
  const { packs } = packUpdates(programOf(graph!, 'round'))
  const packed = packs.flatMap((p) => p.parts.map(({ entry }) => entry))
  expect(packed).toContain('Enc.dense.bias')
  expect(packed.filter((entry) => entry.startsWith('Enc.dense.kernel') || entry.startsWith('Dec.dense_1.kernel'))).toEqual([])
})
