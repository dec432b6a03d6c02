/** Transposed convolutions as ordinary ones: the same numbers for every size, stride and padding. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dim, Program } from '../../compiler/graph/graph.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { windowOf } from '../../compiler/ops/convolution.ts'
import { inputGradientsAsConvolutions } from '../../compiler/passes/input-gradients.ts'
import { passesFor, runPasses } from '../../compiler/passes/pipeline.ts'
import { loadTfjs } from '../../runtime/engines/tfjs/node.ts'
import { tfjsEngine } from '../../runtime/engines/tfjs/engine.ts'
import { randomTensor, uniforms } from '../ops/random.ts'

const seed = 20260309

interface Case {
  readonly picture: readonly [number, number]
  readonly kernel: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly padding: string
  readonly channels: number
  readonly filters: number
}

const pair = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }))
const cases: fc.Arbitrary<Case> = fc.record({
  picture: pair(9), kernel: pair(5), strides: pair(4), padding: fc.constantFrom('same', 'valid'), channels: fc.integer({ min: 1, max: 3 }), filters: fc.integer({ min: 1, max: 3 }),
}).filter(({ picture, kernel, padding }) => padding === 'same' || picture.every((size, i) => size >= kernel[i]!))

const slopesOf = ({ picture, kernel, strides, padding }: Case): readonly [number, number] =>
  [0, 1].map((i) => windowOf(picture[i]!, kernel[i]!, strides[i]!, 1, padding).out) as [number, number]

function transposedConvolution(c: Case, batch: Dim = batchDim('B')): Program {
  const b = new Builder()
  const dy = b.input({ name: 'dy', shape: [batch, ...slopesOf(c), c.filters], dtype: 'float32', kind: 'value' })
  const filter = b.input({ name: 'filter', shape: [...c.kernel, c.channels, c.filters], dtype: 'float32', kind: 'value' })
  const y = b.add('conv2dInputGradient', [dy, filter], { shape: [batch, ...c.picture, c.channels], strides: c.strides, padding: c.padding })
  return { name: 't', feeds: b.feeds, nodes: b.nodes, updates: [], outputs: [{ name: 'y', node: y.id }] }
}

function feedsFor(c: Case) {
  const next = uniforms(seed)
  return { dy: randomTensor([2, ...slopesOf(c), c.filters], next), filter: randomTensor([...c.kernel, c.channels, c.filters], next) }
}

const farthest = (a: Iterable<number>, b: Iterable<number>): number => {
  const others = [...b]
  return Math.max(...[...a].map((v, i) => Math.abs(v - others[i]!)))
}

test(`any size, stride and padding (seed ${seed})`, () => {
  fc.assert(fc.property(cases, fc.constantFrom<Dim>(2, batchDim('B')), (c, batch) => {
    const before = transposedConvolution(c, batch)
    const after = inputGradientsAsConvolutions(before)
    expect(problemsOf(after)).toEqual([])
    expect(after.nodes.some((n) => n.op === 'conv2dInputGradient')).toBe(false)
    const [expected, found] = [before, after].map((p) => evaluate(p, feedsFor(c), {}, { B: 2 }).outputs['y']!)
    expect(found!.shape).toEqual(expected!.shape)
    expect(farthest(found!.data, expected!.data)).toBeLessThan(1e-12)
  }), { seed, numRuns: 300 })
})

test('as the layers of a decoder use it, on wasm', async () => {
  const engine = tfjsEngine(await loadTfjs('wasm'), 'wasm')
  const decoders: readonly Case[] = [
    { picture: [14, 14], kernel: [4, 4], strides: [2, 2], padding: 'same', channels: 3, filters: 5 },
    { picture: [7, 5], kernel: [3, 3], strides: [2, 2], padding: 'same', channels: 2, filters: 3 },
    { picture: [6, 7], kernel: [3, 3], strides: [1, 1], padding: 'same', channels: 2, filters: 3 },
    { picture: [7, 9], kernel: [2, 3], strides: [3, 2], padding: 'valid', channels: 1, filters: 4 },
  ]
  for (const c of decoders) {
    const program = transposedConvolution(c)
    const feeds = feedsFor(c)
    const expected = evaluate(program, feeds, {}, { B: 2 }).outputs['y']!
    const last = runPasses(program, { flavour: 'wasm' }).at(-1)!.program
    const session = await engine.load({ version: 1, model: 'T', specHash: '', store: [], programs: [last] })
    const found = await session.run('t', Object.fromEntries(Object.entries(feeds).map(([name, t]) => [name, Float32Array.from(t.data)])), { B: 2 })
    expect(farthest(found['y']!, expected.data)).toBeLessThan(1e-5)
    session.dispose()
  }
})

test('for wasm only: other backends have a kernel for it', () => {
  const wanting = (['portable', 'tfjs', 'wasm'] as const).filter((flavour) => passesFor(flavour).some((p) => p.name === 'input-gradients'))
  expect(wanting).toEqual(['wasm'])
})
