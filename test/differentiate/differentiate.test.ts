import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'

const B = batchDim('B')

function program(make: (b: Builder) => Readonly<Record<string, Ref>>): Program {
  const b = new Builder()
  const outputs = make(b)
  return { name: 'test', feeds: b.feeds, nodes: b.nodes, updates: [], outputs: Object.entries(outputs).map(([name, r]) => ({ name, node: r.id })) }
}

const value = (b: Builder, name: string, shape: Ref['shape'] = []): Ref => b.input({ name, shape, dtype: 'float32', kind: 'value' })
const at = (p: Program, feeds: Record<string, number>): Record<string, number> => {
  const { outputs } = evaluate(p, Object.fromEntries(Object.entries(feeds).map(([k, v]) => [k, tensor64([], [v])])))
  return Object.fromEntries(Object.entries(outputs).map(([k, v]) => [k, v.data[0]!]))
}

describe('grad', () => {
  test('nests to any depth', () => {
    const p = differentiate(program((b) => {
      const x = value(b, 'x')
      const y = b.add('exp', [b.add('mul', [x, b.add('constant', [], { value: 2 })])])
      const first = b.add('grad', [y, x])
      const second = b.add('grad', [first, x])
      return { first, second, third: b.add('grad', [second, x]) }
    }))
    expect(problemsOf(p)).toEqual([])
    const e = Math.exp(0.6)
    expect(Object.values(at(p, { x: 0.3 })).map((v, i) => v / (2 ** (i + 1) * e))).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12), expect.closeTo(1, 12)])
  })

  test('takes any node as a leaf: the adjoint there, over all paths behind it', () => {
    const p = differentiate(program((b) => {
      const x = value(b, 'x')
      const h = b.add('square', [x])
      const y = b.add('add', [b.add('mul', [h, h]), b.add('mul', [h, x])])
      return { dh: b.add('grad', [y, h]), dx: b.add('grad', [y, x]) }
    }))
    // y = h² + h x, h = x²
    expect(at(p, { x: 3 })).toEqual({ dh: 2 * 9 + 3, dx: 4 * 27 + 3 * 9 })
  })

  test('is zero where nothing depends, also for results that are the variable itself', () => {
    const p = differentiate(program((b) => {
      const [x, z] = [value(b, 'x'), value(b, 'z', [B, 2])]
      const y = b.add('sum', [b.add('stopGradient', [z])])
      return { none: b.add('grad', [x, z]), stopped: b.add('grad', [y, z]), self: b.add('grad', [x, x]) }
    }))
    const { outputs } = evaluate(p, { x: tensor64([], [2]), z: tensor64([2, 2], [1, 2, 3, 4]) }, {}, { B: 2 })
    expect([...outputs['none']!.data]).toEqual([0, 0, 0, 0])
    expect([...outputs['stopped']!.data]).toEqual([0, 0, 0, 0])
    expect([...outputs['self']!.data]).toEqual([1])
  })

  test('of one result by many nodes is one sweep', () => {
    const chain = (count: number): number => {
      const p = dropDeadCode(differentiate(program((b) => {
        let h = value(b, 'x')
        const nodes = [h]
        for (let i = 0; i < 20; i++) nodes.push(h = b.add('tanh', [h]))
        return Object.fromEntries(nodes.slice(0, count).map((n, i) => [`d${i}`, b.add('grad', [h, n])]))
      })))
      return p.nodes.length
    }
    // Further gradients along the same chain are adjoints that the first one passes anyway.
    expect(chain(15)).toBe(chain(1))
  })

  test('of a gradient penalty reaches the weights', () => {
    const p = differentiate(program((b) => {
      const x = value(b, 'x', [B, 2])
      const W = b.add('read', [], { entry: 'W', shape: [2, 1], dtype: 'float32' })
      const score = b.add('tanh', [b.add('matmul', [x, W])])
      const slopes = b.add('grad', [b.add('sum', [score]), x])
      const length = b.add('sqrt', [b.add('sum', [b.add('square', [slopes])], { axes: [1] })])
      const penalty = b.add('mean', [b.add('square', [b.add('sub', [length, b.add('constant', [], { value: 1 })])])])
      return { penalty, dW: b.add('grad', [penalty, W]) }
    }))
    const run = (w: readonly number[]) => evaluate(p, { x: tensor64([2, 2], [0.3, -0.2, 0.5, 0.7]) }, { W: tensor64([2, 1], w) }, { B: 2 }).outputs
    const h = 1e-5
    const expected = [0, 1].map((i) => {
      const shift = (d: number): number => run([0.8, -0.5].map((v, k) => v + (k === i ? d : 0)))['penalty']!.data[0]!
      return (shift(h) - shift(-h)) / (2 * h)
    })
    const found = [...run([0.8, -0.5])['dW']!.data]
    found.forEach((v, i) => expect(v).toBeCloseTo(expected[i]!, 8))
  })
})

test('backward nodes carry the place of what they differentiate, and the term and step that asked', () => {
  const p = dropDeadCode(differentiate(program((b) => {
    const x = value(b, 'x', [B, 2])
    const y = b.within({ network: 'Enc', layer: 'dense', application: 1 }, () => b.add('tanh', [x]))
    const s = b.within({ term: 'reconstruction' }, () => b.add('sum', [y]))
    return { dx: b.within({ phase: 'update', term: 'reconstruction', step: 2 }, () => b.add('grad', [s, x])) }
  })))
  const forward = p.nodes.find((n) => n.op === 'tanh')!
  expect(forward.origin).toEqual({ phase: 'forward', network: 'Enc', layer: 'dense', application: 1 })
  const square = p.nodes.find((n) => n.op === 'square')!
  expect(square.origin).toEqual({ phase: 'backward', network: 'Enc', layer: 'dense', application: 1, term: 'reconstruction', step: 2 })
})
