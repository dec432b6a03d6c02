import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { GraphError } from '../../compiler/graph/error.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { dense, maxPool2d, reshape } from '../../compiler/ops/compose.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { closedForms } from '../../compiler/differentiate/jacobian-norm.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'
import { randomTensor, uniforms } from '../ops/random.ts'

const seed = 20260303
const B = batchDim('B')
const sizes = { B: 3 }

type Spec = (b: Builder, x: Ref) => Ref

const parameter = (b: Builder, entry: string, shape: readonly number[]): Ref => b.add('read', [], { entry, shape, dtype: 'float32' })

/** Networks of x [B, 2, 2, 1] whose Jacobian has no closed form here. */
const general: Readonly<Record<string, Spec>> = {
  'two layers': (b, x) => {
    const h = b.add('tanh', [dense(b, reshape(b, x, [B, 4]), parameter(b, 'W', [4, 5]), parameter(b, 'c', [5]))])
    return b.add('sigmoid', [dense(b, h, parameter(b, 'V', [5, 3]))])
  },
  'softmax': (b, x) => b.add('softmax', [dense(b, reshape(b, x, [B, 4]), parameter(b, 'W', [4, 5]), parameter(b, 'c', [5]))]),
  'convolution and pooling': (b, x) => {
    const h = b.add('conv2d', [b.add('tanh', [x]), parameter(b, 'K', [2, 2, 1, 3])], { strides: [1, 1], padding: 'same' })
    return maxPool2d(b, h, [2, 1])
  },
  'x twice, with a mask of the batch': (b, x) => {
    const mask = b.input({ name: 'mask', shape: [B, 4], dtype: 'float32', kind: 'value' })
    const flat = reshape(b, x, [B, 4])
    return b.add('concat', [b.add('mul', [flat, mask]), b.add('square', [flat])], { axis: 1 })
  },
  'layouts that move the batch axis': (b, x) => {
    const turned = b.add('transpose', [reshape(b, x, [B, 4])], { perm: [1, 0] })
    const product = b.add('matmul', [parameter(b, 'P', [2, 4]), b.add('sin', [turned])])
    return b.add('transpose', [product], { perm: [1, 0] })
  },
}

const activations: Readonly<Record<string, Spec>> = {
  sigmoid: (b, h) => b.add('sigmoid', [h]),
  tanh: (b, h) => b.add('tanh', [h]),
  relu: (b, h) => b.add('relu', [h]),
  leakyRelu: (b, h) => b.add('leakyRelu', [h], { alpha: 0.2 }),
  identity: (_, h) => h,
  'scaled and reshaped': (b, h) => reshape(b, b.add('mul', [b.add('constant', [], { value: 3 }), b.add('softplus', [h])]), [B, 5, 1]),
}

const encoder = (activation: Spec): Spec => (b, x) =>
  activation(b, dense(b, reshape(b, x, [B, 4]), parameter(b, 'W', [4, 5]), parameter(b, 'c', [5])))

const next = uniforms(seed)
const store = Object.fromEntries(Object.entries({ W: [4, 5], c: [5], V: [5, 3], K: [2, 2, 1, 3], P: [2, 4] }).map(([name, shape]) =>
  [name, randomTensor(shape, next)]))
const feeds = { x: randomTensor([3, 2, 2, 1], next), mask: randomTensor([3, 4], next) }

/** A program with everything that `make` returns. */
function program(make: (b: Builder, x: Ref) => Readonly<Record<string, Ref>>): Program {
  const b = new Builder()
  const outputs = make(b, b.input({ name: 'x', shape: [B, 2, 2, 1], dtype: 'float32', kind: 'value' }))
  return { name: 'test', feeds: b.feeds, nodes: b.nodes, updates: [], outputs: Object.entries(outputs).map(([name, r]) => ({ name, node: r.id })) }
}

const run = (p: Program, x: Tensor64 = feeds.x, entries = store): Readonly<Record<string, Tensor64>> => evaluate(p, { ...feeds, x }, entries, sizes).outputs

function shifted(x: Tensor64, at: number, by: number): Tensor64 {
  const data = x.data.slice()
  data[at]! += by
  return { shape: x.shape, data }
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length)
  const norm = Math.hypot(...Array.from(expected))
  expect(Math.hypot(...Array.from(found, (v, i) => v - expected[i]!)) / Math.max(norm, 1e-3)).toBeLessThan(tolerance)
}

const norm = (b: Builder, y: Ref, x: Ref): Ref => {
  const j = b.add('jacobian', [y, x])
  return b.add('sum', [b.add('square', [j])], { axes: [...j.shape.keys()].slice(1), keepDims: false })
}

describe(`jacobian equals central differences (seed ${seed})`, () => {
  for (const [name, network] of Object.entries({ ...general, ...Object.fromEntries(Object.entries(activations).map(([k, a]) => [`dense ${k}`, encoder(a)])) })) {
    test(name, () => {
      const written = differentiate(program((b, x) => { const y = network(b, x); return { y, j: b.add('jacobian', [y, x]) } }))
      expect(problemsOf(written)).toEqual([])
      const { y, j } = run(written)
      const [rows, columns] = [y!.data.length / 3, 4]
      const step = 1e-5
      const expected = new Float64Array(3 * rows * columns)
      for (let at = 0; at < 12; at++) {
        const [up, down] = [run(written, shifted(feeds.x, at, step))['y']!, run(written, shifted(feeds.x, at, -step))['y']!]
        const sample = Math.floor(at / columns)
        for (let k = 0; k < rows; k++) {
          expected[(sample * rows + k) * columns + at % columns] = (up.data[sample * rows + k]! - down.data[sample * rows + k]!) / (2 * step)
        }
      }
      expectClose(j!.data, expected, 1e-7)
    })
  }

  test('a batch of known size', () => {
    const b = new Builder()
    const x = b.input({ name: 'x', shape: [3, 4], dtype: 'float32', kind: 'value' })
    const y = b.add('sigmoid', [dense(b, x, parameter(b, 'W', [4, 5]), parameter(b, 'c', [5]))])
    const known = differentiate({ name: 't', feeds: b.feeds, nodes: b.nodes, updates: [], outputs: [{ name: 'j', node: b.add('jacobian', [y, x]).id }] })
    const symbolic = differentiate(program((c, z) => ({ j: c.add('jacobian', [encoder(activations['sigmoid']!)(c, z), z]) })))
    expectClose(evaluate(known, { x: { shape: [3, 4], data: feeds.x.data } }, store).outputs['j']!.data, run(symbolic)['j']!.data, 1e-12)
  })

  test('what does not depend on x has zeros', () => {
    const written = differentiate(program((b, x) => {
      const mask = b.input({ name: 'mask', shape: [B, 4], dtype: 'float32', kind: 'value' })
      return { j: b.add('jacobian', [b.add('exp', [mask]), x]) }
    }))
    expect(run(written)['j']!.shape).toEqual([3, 4, 2, 2, 1])
    expect(run(written)['j']!.data.every((v) => v === 0)).toBe(true)
  })

  test('samples that depend on each other are refused', () => {
    expect(() => differentiate(program((b, x) => {
      const centred = b.add('sub', [x, b.add('mean', [x], { axes: [0], keepDims: true })])
      return { j: b.add('jacobian', [centred, x]) }
    }))).toThrow(GraphError)
  })
})

describe('the squared norm of a Jacobian', () => {
  for (const [name, activation] of Object.entries(activations)) {
    test(`closed form equals general form: ${name}`, () => {
      const closed = program((b, x) => ({ n: norm(b, encoder(activation)(b, x), x) }))
      // The Jacobian as an output of its own keeps the general form alive beside it.
      const both = program((b, x) => { const y = encoder(activation)(b, x); return { n: norm(b, y, x), j: b.add('jacobian', [y, x]) } })
      expect(closedForms(closed).norms.size).toBe(1)
      const short = dropDeadCode(differentiate(closed))
      expect(problemsOf(short)).toEqual([])
      expect(short.nodes.some((n) => n.op === 'oneHot')).toBe(false)
      const { j } = run(differentiate(both))
      const each = j!.data.length / 3
      const sums = [0, 1, 2].map((s) => j!.data.slice(s * each, (s + 1) * each).reduce((sum, v) => sum + v * v, 0))
      expectClose(run(short)['n']!.data, sums, 1e-12)
    })
  }

  test('a transposed kernel, the spelling J·J and kept axes', () => {
    const p = program((b, x) => {
      const flat = reshape(b, x, [B, 4])
      const y = b.add('tanh', [b.add('matmul', [flat, parameter(b, 'U', [5, 4])], { transposeB: true })])
      const j = b.add('jacobian', [y, flat])
      return { n: b.add('sum', [b.add('mul', [j, j])], { axes: [1, 2], keepDims: true }), j }
    })
    expect(closedForms(p).norms.size).toBe(1)
    const { n, j } = run(differentiate(p), feeds.x, { ...store, U: randomTensor([5, 4], uniforms(seed)) })
    expect(n!.shape).toEqual([3, 1, 1])
    expectClose(n!.data, [0, 1, 2].map((s) => j!.data.slice(20 * s, 20 * s + 20).reduce((sum, v) => sum + v * v, 0)), 1e-12)
  })

  test('has no closed form behind two layers, a softmax or a kernel that depends on x', () => {
    for (const name of ['two layers', 'softmax']) {
      expect(closedForms(program((b, x) => ({ n: norm(b, general[name]!(b, x), x) }))).norms.size).toBe(0)
    }
    const own = program((b, x) => {
      const flat = reshape(b, x, [B, 4])
      const kernel = b.add('matmul', [flat, flat], { transposeA: true })
      return { n: norm(b, b.add('matmul', [flat, kernel]), flat) }
    })
    expect(closedForms(own).norms.size).toBe(0)
  })

  for (const [name, network] of Object.entries({ 'closed form': encoder(activations['sigmoid']!), 'general form': general['two layers']! })) {
    test(`its gradient by the weights equals central differences: ${name}`, () => {
      const p = differentiate(program((b, x) => {
        const n = b.add('mean', [norm(b, network(b, x), x)])
        return { n, dW: b.add('grad', [n, parameter(b, 'W', [4, 5])]), dc: b.add('grad', [n, parameter(b, 'c', [5])]) }
      }))
      for (const entry of ['W', 'c']) {
        const value = store[entry]!
        const step = 1e-5
        const expected = value.data.map((_, at) => {
          const [up, down] = [step, -step].map((d) => run(p, feeds.x, { ...store, [entry]: shifted(value, at, d) })['n']!.data[0]!)
          return (up! - down!) / (2 * step)
        })
        expectClose(run(p)[`d${entry}`]!.data, expected, 1e-7)
      }
    })
  }
})
