import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { joinApplications } from '../../compiler/passes/join-applications.ts'

const B = batchDim('B')
const sizes = { B: 3 }

/** Numbers between −1 and 1. */
const numbers = (shape: readonly number[], seed: number): Tensor64 =>
  ({ shape, data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(12.9898 * (i + 1) + seed)) })

interface Parts { readonly b: Builder; readonly x: Ref; readonly y: Ref; readonly apply: (input: Ref) => Ref; readonly weights: readonly Ref[] }

/** A small network, two batches, and the losses that `body` makes of them; gradients of each by the weights are results too. */
function programOf(body: (parts: Parts) => readonly Ref[], by: (parts: Parts) => readonly Ref[] = ({ weights }) => weights): Program {
  const b = new Builder()
  const feed = (name: string) => b.input({ name, kind: 'value', shape: [B, 2], dtype: 'float32' })
  const [x, y] = [feed('x'), feed('y')]
  const read = (entry: string, shape: readonly number[]) => b.add('read', [], { entry, shape, dtype: 'float32' })
  const weights = [read('w', [2, 4]), read('b', [4]), read('v', [4, 2])]
  const apply = (input: Ref) => b.add('matmul', [b.add('tanh', [b.add('add', [b.add('matmul', [input, weights[0]!]), weights[1]!])]), weights[2]!])
  const parts = { b, x, y, apply, weights }
  const losses = body(parts)
  const gradients = losses.flatMap((loss, i) => by(parts).map((w, k) => ({ name: `gradient ${i} ${k}`, node: b.add('grad', [loss, w]).id })))
  return { name: 'p', feeds: b.feeds, nodes: b.nodes, outputs: [...losses.map((loss, i) => ({ name: `loss ${i}`, node: loss.id })), ...gradients], updates: [] }
}

const products = (program: Program): number => program.nodes.filter((n) => n.op === 'matmul').length
const mean = (b: Builder, x: Ref): Ref => b.add('mean', [x])

function expectSame(program: Program): Program {
  const found = joinApplications(program)
  expect(problemsOf(found)).toEqual([])
  const feeds = { x: numbers([3, 2], 1), y: numbers([3, 2], 2) }
  const store = { w: numbers([2, 4], 3), b: numbers([4], 4), v: numbers([4, 2], 5) }
  const [before, after] = [program, found].map((p) => evaluate(differentiate(p), feeds, store, sizes).outputs)
  for (const [name, { data }] of Object.entries(before!)) after![name]!.data.forEach((v, i) => { expect(v, name).toBeCloseTo(data[i]!, 12) })
  return found
}

describe('two applications of one network', () => {
  test('are one, to both batches; what follows differently is cut', () => {
    const program = programOf(({ b, x, y, apply }) =>
      [b.add('add', [mean(b, b.add('softplus', [apply(x)])), mean(b, b.add('softplus', [b.add('neg', [apply(y)])]))])])
    const found = expectSame(program)
    expect(products(program)).toBe(4)
    expect(products(found)).toBe(2)
    expect(found.nodes.filter((n) => n.op === 'slice').map((n) => n.attrs['begin'])).toEqual([[0, 0], [B, 0]])
  })

  test('stay two where one needs the other', () => {
    const program = programOf(({ b, x, apply }) => [mean(b, b.add('square', [apply(apply(x))]))])
    expect(joinApplications(program)).toBe(program)
  })

  test('stay two where a loss sees one of them only', () => {
    const program = programOf(({ b, x, y, apply }) => [mean(b, b.add('square', [apply(x)])), mean(b, b.add('square', [apply(y)]))])
    expect(joinApplications(program)).toBe(program)
  })

  test('stay two where a gradient is taken by what is no weight', () => {
    const program = programOf(({ b, x, y, apply }) => [b.add('add', [mean(b, apply(x)), mean(b, apply(y))])], ({ weights, y }) => [...weights, y])
    expect(joinApplications(program)).toBe(program)
  })

  test('nodes that nothing needs do not count', () => {
    const program = programOf(({ b, x, y, apply }) => {
      const [p, q] = [apply(x), apply(y)]
      b.add('exp', [q])
      return [b.add('add', [mean(b, b.add('exp', [p])), mean(b, q)])]
    })
    expect(products(expectSame(program))).toBe(2)
  })
})

test('other rows along the way are laid end to end too', () => {
  const program = programOf(({ b, x, y, apply }) => [b.add('add', [mean(b, b.add('mul', [apply(x), y])), b.add('mul', [mean(b, b.add('mul', [apply(y), x])), b.add('constant', [], { value: 2 })])])])
  expect(products(expectSame(program))).toBe(2)
})

test('nothing to join leaves the program', () => {
  const program = programOf(({ b, x, apply }) => [mean(b, apply(x))])
  expect(joinApplications(program)).toBe(program)
})
