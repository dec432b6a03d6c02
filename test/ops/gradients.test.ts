import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { showShape } from '../../compiler/graph/graph.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { ops } from '../../compiler/ops/registry.ts'
import { cases, elsewhere, type Case } from './table.ts'
import { randomInputs, uniforms } from './random.ts'
import { slopePrograms } from './slopes.ts'

const seed = 20260301
const sizes = { B: 2 }

test('every op has a row', () => {
  const rows = new Set([...cases.map((c) => c.op), ...elsewhere])
  expect([...ops.keys()].filter((name) => !rows.has(name))).toEqual([])
})

/** The programs of a row with derivatives written out. */
const programs = (row: Case): readonly Program[] => Object.values(slopePrograms(row)).map(differentiate)

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
      const feeds = randomInputs(row, sizes, uniforms(seed + index))
      for (const program of programs(row)) compare(program, row, feeds)
    })
  })
})

describe('ops without a gradient give zeros', () => {
  for (const row of cases.filter((c) => c.op === 'stopGradient')) {
    test(showShape(row.inputs[0]!.shape), () => {
      const [first] = programs(row)
      const { outputs } = evaluate(first!, randomInputs(row, sizes, uniforms(seed)), {}, sizes)
      expect(outputs['d0']!.data.every((v) => v === 0)).toBe(true)
    })
  }
})
