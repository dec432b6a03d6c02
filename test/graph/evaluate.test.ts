import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { costOf } from '../../compiler/graph/cost.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { GraphError } from '../../compiler/graph/error.ts'
import { averagePool2d, batchNormalization, logSumExp, maxPool2d, moments, resizeAxis, upSampling2d } from '../../compiler/ops/compose.ts'
import { opOf } from '../../compiler/ops/registry.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { freedAfter } from '../../compiler/passes/liveness.ts'
import { runPasses } from '../../compiler/passes/pipeline.ts'
import { graphOf, trainProgram } from './example.ts'

const B = batchDim('B')

/** The value that `make` builds from x. */
function valueOf(shape: readonly number[], values: readonly number[], make: (b: Builder, x: Ref) => Ref): { shape: readonly number[]; data: number[] } {
  const b = new Builder()
  const x = b.input({ name: 'x', shape: [B, ...shape.slice(1)], dtype: 'float32', kind: 'value' })
  const program: Program = { name: 't', feeds: b.feeds, outputs: [{ name: 'y', node: make(b, x).id }], updates: [], nodes: b.nodes }
  const { y } = evaluate(program, { x: tensor64(shape, values) }, {}, { B: shape[0]! }).outputs
  return { shape: y!.shape, data: [...y!.data] }
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

describe('convolution by hand', () => {
  const filter = (b: Builder): Ref => b.add('tensor', [], { values: [1, 2, 3, 4], shape: [2, 2, 1, 1] })

  test('valid: every window times the filter', () => {
    // 1 2 3      1·1+2·2+4·3+5·4 = 37   2+6+15+24 = 47
    // 4 5 6  →   4+10+21+32     = 67   5+12+24+36 = 77
    // 7 8 9
    expect(valueOf([1, 3, 3, 1], upTo(9), (b, x) => b.add('conv2d', [x, filter(b)], { strides: [1, 1], padding: 'valid' })))
      .toEqual({ shape: [1, 2, 2, 1], data: [37, 47, 67, 77] })
  })

  test('same: the odd zero stands behind', () => {
    expect(valueOf([1, 3, 3, 1], upTo(9), (b, x) => b.add('conv2d', [x, filter(b)], { strides: [2, 2], padding: 'same' })))
      .toEqual({ shape: [1, 2, 2, 1], data: [37, 3 + 6 * 3, 7 + 16, 9] })
  })

  test('transposed: every number spreads the filter', () => {
    expect(valueOf([1, 1, 2, 1], [1, 10], (b, x) =>
      b.add('conv2dInputGradient', [x, filter(b)], { shape: [B, 2, 4, 1], strides: [2, 2], padding: 'valid' })))
      .toEqual({ shape: [1, 2, 4, 1], data: [1, 2, 10, 20, 3, 4, 30, 40] })
  })
})

describe('compositions', () => {
  test('pooling and enlarging', () => {
    expect(valueOf([1, 2, 4, 1], upTo(8), (b, x) => maxPool2d(b, x, [2, 2])).data).toEqual([6, 8])
    expect(valueOf([1, 2, 4, 1], upTo(8), (b, x) => averagePool2d(b, x, [2, 2])).data).toEqual([3.5, 5.5])
    expect(valueOf([1, 1, 2, 1], [1, 2], (b, x) => upSampling2d(b, x, [2, 2]))).toEqual({ shape: [1, 2, 4, 1], data: [1, 1, 2, 2, 1, 1, 2, 2] })
    expect(() => valueOf([1, 3, 3, 1], upTo(9), (b, x) => maxPool2d(b, x, [2, 2]))).toThrow(GraphError)
  })

  test('linear resizing has half-pixel centres and clamped edges', () => {
    expect(valueOf([1, 2], [0, 4], (b, x) => resizeAxis(b, x, 1, 4, 'bilinear')).data).toEqual([0, 1, 3, 4])
    expect(valueOf([1, 4], [0, 2, 4, 6], (b, x) => resizeAxis(b, x, 1, 2, 'bilinear')).data).toEqual([1, 5])
    expect(valueOf([1, 2, 1, 1], [0, 4], (b, x) => resizeAxis(b, x, 1, 4, 'bilinear'))).toEqual({ shape: [1, 4, 1, 1], data: [0, 1, 3, 4] })
  })

  test('log Σ exp does not overflow', () => {
    expect(valueOf([1, 2], [1000, 1000], (b, x) => logSumExp(b, x, 1)).data).toEqual([1000 + Math.log(2)])
  })

  test('batch normalisation gives mean beta and deviation gamma', () => {
    const { data } = valueOf([4, 1], [1, 3, 5, 7], (b, x) => {
      const number = (values: number[]): Ref => b.add('tensor', [], { values, shape: [1] })
      return batchNormalization(b, x, moments(b, x), number([2]), number([10]), 0)
    })
    const mean = data.reduce((s, v) => s + v) / 4
    expect(mean).toBeCloseTo(10, 12)
    expect(Math.sqrt(data.reduce((s, v) => s + (v - mean) ** 2, 0) / 4)).toBeCloseTo(2, 12)
  })

  test('erf against published values', () => {
    // Abramowitz & Stegun, table 7.1
    for (const [x, y] of [[0.5, 0.5204998778], [1, 0.8427007929], [2, 0.9953222650]] as const) {
      expect(opOf('erf').evaluate([tensor64([], [x])], {}, {}).data[0]).toBeCloseTo(y, 10)
    }
    for (const x of [2.4999, 2.5001]) expect(opOf('erf').evaluate([tensor64([], [x])], {}, {}).data[0]).toBeCloseTo(0.999593, 5)
  })
})

describe('the reference evaluator', () => {
  test('says which feed or entry is missing or of another shape', () => {
    const program = runPasses(trainProgram(), { flavour: 'portable' }).at(-1)!.program
    const feeds = { x: tensor64([2, 4]), 'noise:r': tensor64([2, 4]), progress: tensor64([]) }
    const store = { 'Enc.code.kernel': tensor64([4, 2]) }
    expect(Object.keys(evaluate(program, feeds, store, { B: 2 }).updates)).toEqual(['Enc.code.kernel'])
    expect(() => evaluate(program, { x: feeds.x }, store, { B: 2 })).toThrow("no value for the feed 'noise:r'")
    expect(() => evaluate(program, feeds, {}, { B: 2 })).toThrow("no value for the store entry 'Enc.code.kernel'")
    expect(() => evaluate(program, feeds, store, { B: 3 })).toThrow("the feed 'x' has shape [2, 4], declared is [3, 4]")
    expect(() => evaluate(program, feeds, store, {})).toThrow('no size given for the batch')
    expect(() => evaluate(trainProgram(), feeds, store, { B: 2 })).toThrow('noise-to-inputs')
  })
})

describe('cost and liveness', () => {
  const program = runPasses(trainProgram(), { flavour: 'portable' }).at(-1)!.program

  test('every tensor is freed once, after its last reader', () => {
    const freed = freedAfter(program)
    const kept = new Set([...program.outputs, ...program.updates].map((r) => r.node))
    const all = freed.flat()
    expect(new Set(all).size).toBe(all.length)
    for (const node of program.nodes) {
      const own = node.op !== 'input' && node.op !== 'read' && !kept.has(node.id)
      expect(all.includes(node.id), `%${node.id}`).toBe(own)
      if (own) expect(freed.findIndex((ids) => ids.includes(node.id))).toBe(Math.max(node.id, ...program.nodes.filter((n) => n.inputs.includes(node.id)).map((n) => n.id)))
    }
  })

  test('counts products, parameters and bytes', () => {
    const cost = costOf(graphOf(program), { B: 8 })
    expect(cost.parameters).toBe(4 * 2 + 1)
    expect(cost.storeBytes).toBe(4 * (8 + 8 + 1 + 1))
    const products = program.nodes.filter((n) => n.op === 'matmul').length
    expect(cost.programs[0]!.flops).toBeGreaterThanOrEqual(products * 2 * 8 * 4 * 2)
    expect(cost.peak).toBe(cost.storeBytes + cost.programs[0]!.peak)
    const twice = costOf(graphOf(program), { B: 16 })
    expect(twice.programs[0]!.peak).toBeGreaterThan(1.8 * cost.programs[0]!.peak)
  })
})
