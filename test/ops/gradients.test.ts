import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { showShape } from '../../compiler/graph/graph.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { ops } from '../../compiler/ops/registry.ts'
import { build, cases, elsewhere, type Case } from './table.ts'
import { randomInputs, uniforms } from './random.ts'

const seed = 20260301
const sizes = { B: 2 }

test('every op has a row', () => {
  const rows = new Set([...cases.map((c) => c.op), ...elsewhere])
  expect([...ops.keys()].filter((name) => !rows.has(name))).toEqual([])
})

/** Σ weights · y, with fixed uneven weights, so that no part of a gradient cancels. */
function weigh(b: Builder, y: Ref, frequency: number): Ref {
  const shaped = b.add('mul', [y, b.add('sin', [b.add('add', [b.add('mul', [y, b.add('constant', [], { value: 0.5 })]), phases(b, y, frequency)])])])
  return b.add('sum', [shaped])
}

/** A different number for the elements of y along each axis of known size. */
function phases(b: Builder, y: Ref, frequency: number): Ref {
  return y.shape.reduce<Ref>((sum, d, axis) => {
    if (typeof d !== 'number') return sum
    const values = Array.from({ length: d }, (_, i) => frequency * (i + 1) * (axis + 1))
    const shape = y.shape.map((_, i) => (i === axis ? d : 1))
    return b.add('add', [sum, b.add('tensor', [], { values, shape })])
  }, b.add('constant', [], { value: frequency }))
}

/** Programs that give, for scalar `s` and each float input, ds/dx; and for s2 = Σ w·(ds/dx), ds2/dx. */
function programs(row: Case): { readonly first: Program; readonly second: Program } {
  const b = new Builder()
  const { y, floats } = build(b, row)
  const s = weigh(b, y, 0.7)
  const slopes = floats.map((x) => b.add('grad', [s, x]))
  const s2 = slopes.map((g) => weigh(b, g, 0.3)).reduce((sum, g) => b.add('add', [sum, g]))
  const curves = floats.map((x) => b.add('grad', [s2, x]))
  const named = (from: Ref, slopesOf: readonly Ref[]): Program => differentiate({
    name: row.op, feeds: b.feeds, nodes: b.nodes, updates: [],
    outputs: [{ name: 's', node: from.id }, ...slopesOf.map((g, i) => ({ name: `d${String(floats[i]!.id)}`, node: g.id }))],
  })
  return { first: named(s, slopes), second: named(s2, curves) }
}

function compare(program: Program, row: Case, feeds: Record<string, Tensor64>): void {
  const { outputs } = evaluate(program, feeds, {}, sizes)
  row.inputs.forEach((input, i) => {
    if ((input.dtype ?? 'float32') !== 'float32') return
    const name = `x${i}`
    const found = outputs[`d${i}`]!.data
    const value = feeds[name]!
    const step = 1e-5
    const expected = value.data.map((v, at) => {
      const shifted = (d: number): number => {
        const data = value.data.slice()
        data[at] = v + d
        return evaluate(program, { ...feeds, [name]: { shape: value.shape, data } }, {}, sizes).outputs['s']!.data[0]!
      }
      // Fourth order, so that only rounding limits the comparison.
      return (8 * (shifted(step) - shifted(-step)) - (shifted(2 * step) - shifted(-2 * step))) / (12 * step)
    })
    const norm = (v: Float64Array): number => Math.hypot(...v)
    const error = norm(found.map((v, k) => v - expected[k]!)) / Math.max(norm(expected), 1e-3)
    expect(error, `${row.op} by input ${i}: ${[...found].join()} against ${[...expected].join()}`).toBeLessThan(1e-5)
  })
}

describe(`gradients equal central differences (seed ${seed})`, () => {
  cases.filter((row) => !row.flat).forEach((row, index) => {
    test(`${row.op} ${row.inputs.map((i) => showShape(i.shape)).join(' ')} ${JSON.stringify(row.attrs ?? {})}`, () => {
      const { first, second } = programs(row)
      const feeds = randomInputs(row, sizes, uniforms(seed + index))
      compare(first, row, feeds)
      compare(second, row, feeds)
    })
  })
})

describe('ops without a gradient give zeros', () => {
  for (const row of cases.filter((c) => c.op === 'stopGradient')) {
    test(showShape(row.inputs[0]!.shape), () => {
      const { first } = programs(row)
      const { outputs } = evaluate(first, randomInputs(row, sizes, uniforms(seed)), {}, sizes)
      expect(outputs['d0']!.data.every((v) => v === 0)).toBe(true)
    })
  }
})
