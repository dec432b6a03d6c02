import { describe, expect, test } from 'vitest'
import type { Initializer, StoreEntry } from '../../../compiler/graph/graph.ts'
import { initialize } from '../../../runtime/noise/initialize.ts'

const entry = (init: Initializer, name = 'Enc.dense.kernel', shape: readonly number[] = [200, 300]): StoreEntry => ({
  name,
  shape,
  dtype: 'float32',
  role: 'parameter',
  init,
})

const mean = (values: Float32Array | Int32Array) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
const std = (values: Float32Array | Int32Array) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length - mean(values) ** 2)

describe('Keras formulas (seed 0)', () => {
  test('zeros, ones, constant, and a scalar', () => {
    expect([...initialize(entry({ kind: 'zeros' }, 'b', [3]), 0)]).toEqual([0, 0, 0])
    expect([...initialize(entry({ kind: 'ones' }, 'b', [2]), 0)]).toEqual([1, 1])
    expect([...initialize(entry({ kind: 'constant', value: 0.25 }, 's', []), 0)]).toEqual([0.25])
  })

  test.each([
    { kind: 'glorotUniform', limit: Math.sqrt(6 / 500) },
    { kind: 'heUniform', limit: Math.sqrt(6 / 200) },
  ] as const)('$kind: uniform within ±$limit', ({ kind, limit }) => {
    const values = initialize(entry({ kind, fanIn: 200, fanOut: 300 }), 0)
    expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(limit))
    expect(Math.max(...values)).toBeGreaterThan(limit * 0.999)
    expect(Math.min(...values)).toBeLessThan(-limit * 0.999)
    expect(std(values)).toBeCloseTo(limit / Math.sqrt(3), 3)
    expect(Math.abs(mean(values))).toBeLessThan((4 * limit) / Math.sqrt(3 * values.length))
  })

  test('heNormal: cut at two deviations, with deviation √(2/fanIn) after the cut', () => {
    const values = initialize(entry({ kind: 'heNormal', fanIn: 200, fanOut: 300 }), 0)
    expect(std(values)).toBeCloseTo(Math.sqrt(2 / 200), 3)
    const cut = (2 * Math.sqrt(2 / 200)) / 0.8796256610342398
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(cut)
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(cut * 0.995)
  })

  test('normal and uniform', () => {
    const normal = initialize(entry({ kind: 'normal', std: 0.02 }), 0)
    expect(std(normal)).toBeCloseTo(0.02, 3)
    expect(Math.max(...normal)).toBeGreaterThan(0.06)
    const uniform = initialize(entry({ kind: 'uniform', low: 2, high: 3 }), 0)
    expect(mean(uniform)).toBeCloseTo(2.5, 2)
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(2)
  })
})

test('counters are integers', () => {
  const counter: StoreEntry = { name: 'step0/count', shape: [], dtype: 'int32', role: 'counter', init: { kind: 'zeros' } }
  expect(initialize(counter, 0)).toEqual(new Int32Array(1))
})

test('keyed by seed and name', () => {
  const init: Initializer = { kind: 'glorotUniform', fanIn: 200, fanOut: 300 }
  const base = initialize(entry(init), 0)
  expect(initialize(entry(init), 0)).toEqual(base)
  expect(initialize(entry(init), 1)).not.toEqual(base)
  expect(initialize(entry(init, 'Dec.dense.kernel'), 0)).not.toEqual(base)
})
