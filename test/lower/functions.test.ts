/** Every function of the language against a formula written by hand: one that is missing here does not compile. */
import { describe, expect, test } from 'vitest'
import type { Builtin } from '../../compiler/model/model.ts'
import { compile } from '../../compiler/compile.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { POINTWISE } from '../../compiler/types/pointwise.ts'
import { uniforms } from '../ops/random.ts'
import { laboratory, only } from './laboratory.ts'

type Numbers = readonly number[]

/** An expression of x `real[4]`, p `real[4] in [0.1, 2]`, m `real[2, 3]` and i `image[4, 2, 1]`, and its elements. */
interface Written { readonly e: string; readonly shape: Numbers; readonly value: (at: { x: Numbers; p: Numbers; m: Numbers; i: Numbers }) => Numbers }

const x = [-1.3, -0.2, 0.4, 2.1]
const p = [0.15, 0.5, 1, 1.9]
const m = [0.3, -1, 2, 0.7, 0.1, -0.4]
const i = [0.1, 0.9, 0.3, 0.2, 0.5, 0.6, 0.8, 0.4]

const each = (e: string, f: (v: number, k: number) => number, of: 'x' | 'p' = 'x'): Written => ({ e, shape: [4], value: (at) => at[of].map(f) })
const pair = (e: string, f: (a: number, b: number) => number): Written => ({ e, shape: [4], value: (at) => at.x.map((v, k) => f(v, at.p[k]!)) })
const total = (v: Numbers): number => v.reduce((a, b) => a + b, 0)
const shares = (v: Numbers): Numbers => v.map((a) => Math.exp(a) / total(v.map(Math.exp)))
/** The distribution function of Normal(0, 1) by its power series (Marsaglia 2004). */
function below(v: number): number {
  let [term, sum] = [v, v]
  for (let n = 3; Math.abs(term) > 1e-18; n += 2) sum += term *= (v * v) / n
  return 0.5 + sum * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI)
}
/** The runtime's, of whole splits: test/statistics. */
const elsewhere = null

const written: Readonly<Record<Builtin, Written | null>> = {
  neg: each('-x', (v) => -v), not: each('not (x > 0)', (v) => Number(!(v > 0))), abs: each('abs(x)', Math.abs),
  exp: each('exp(x)', Math.exp), log: each('log(p)', Math.log, 'p'), sqrt: each('sqrt(p)', Math.sqrt, 'p'), square: each('square(x)', (v) => v * v),
  sin: each('sin(x)', Math.sin), cos: each('cos(x)', Math.cos), sign: each('sign(x)', Math.sign), floor: each('floor(x)', Math.floor),
  relu: each('relu(x)', (v) => Math.max(v, 0)), sigmoid: each('sigmoid(x)', (v) => 1 / (1 + Math.exp(-v))), tanh: each('tanh(x)', Math.tanh),
  softplus: each('softplus(x)', (v) => Math.log(1 + Math.exp(v))), elu: each('elu(x, 0.4)', (v) => (v > 0 ? v : 0.4 * (Math.exp(v) - 1))),
  gelu: each('gelu(x)', (v) => v * below(v)), leakyReLU: each('leakyReLU(x, 0.2)', (v) => (v > 0 ? v : 0.2 * v)),
  softmax: { e: 'softmax(x)', shape: [4], value: (at) => shares(at.x) }, logSoftmax: { e: 'logSoftmax(x)', shape: [4], value: (at) => shares(at.x).map(Math.log) },
  add: pair('x + p', (a, b) => a + b), sub: pair('x - p', (a, b) => a - b), mul: pair('x * p', (a, b) => a * b), div: pair('x / p', (a, b) => a / b),
  pow: pair('p^1.5', (_, b) => b ** 1.5),
  equal: pair('floor(x) == floor(-p)', (a, b) => Number(Math.floor(a) === Math.floor(-b))), notEqual: pair('floor(x) != floor(-p)', (a, b) => Number(Math.floor(a) !== Math.floor(-b))),
  less: pair('x < p', (a, b) => Number(a < b)), lessEqual: pair('x <= p', (a, b) => Number(a <= b)),
  greater: pair('x > p', (a, b) => Number(a > b)), greaterEqual: pair('x >= p', (a, b) => Number(a >= b)),
  and: pair('x > 0 and p > 1', (a, b) => Number(a > 0 && b > 1)), or: pair('x > 0 or p > 0.4', (a, b) => Number(a > 0 || b > 0.4)),
  minimum: pair('min(x, p)', Math.min), maximum: pair('max(x, p)', Math.max), clamp: each('clamp(x, -1, 1)', (v) => Math.min(Math.max(v, -1), 1)),
  mix: pair('mix(x, p, 0.25)', (a, b) => 0.75 * a + 0.25 * b), where: pair('where(x > 0, x, p)', (a, b) => (a > 0 ? a : b)),
  stopGradient: each('stopGradient(x)', (v) => v),
  sum: { e: 'sum(m, axis: 0)', shape: [3], value: ({ m: v }) => [0, 1, 2].map((k) => v[k]! + v[k + 3]!) },
  mean: { e: 'mean(m)', shape: [], value: ({ m: v }) => [total(v) / 6] },
  max: { e: 'max(m, axis: 1)', shape: [2], value: ({ m: v }) => [Math.max(...v.slice(0, 3)), Math.max(...v.slice(3))] },
  min: { e: 'min(m)', shape: [], value: ({ m: v }) => [Math.min(...v)] },
  argmax: { e: 'where(argmax(x) == 3, 1, 0)', shape: [], value: ({ x: v }) => [Number(v.indexOf(Math.max(...v)) === 3)] },
  norm: { e: '||m||', shape: [], value: ({ m: v }) => [Math.hypot(...v)] },
  logSumExp: { e: 'logSumExp(m)', shape: [], value: ({ m: v }) => [Math.log(total(v.map(Math.exp)))] },
  flatten: { e: 'flatten(m)', shape: [6], value: ({ m: v }) => v }, reshape: { e: 'reshape(m, 3, 2)', shape: [3, 2], value: ({ m: v }) => v },
  transpose: { e: 'transpose(m)', shape: [3, 2], value: ({ m: v }) => [0, 3, 1, 4, 2, 5].map((k) => v[k]!) },
  concatenate: { e: 'concatenate(x, p)', shape: [8], value: (at) => [...at.x, ...at.p] },
  oneHot: { e: 'oneHot(argmax(x))', shape: [4], value: ({ x: v }) => v.map((a) => Number(a === Math.max(...v))) },
  resize: { e: 'resize(i, 2, 1)', shape: [2, 1, 1], value: ({ i: v }) => [total(v.slice(0, 4)) / 4, total(v.slice(4)) / 4] },
  matmul: { e: 'matmul(m, transpose(m))', shape: [2, 2], value: ({ m: v }) => [0, 0, 3, 3].map((r, k) => total([0, 1, 2].map((c) => v[r + c]! * v[(k % 2) * 3 + c]!))) },
  averagePool2d: { e: 'averagePool2d(i, 2)', shape: [2, 1, 1], value: ({ i: v }) => [total(v.slice(0, 4)) / 4, total(v.slice(4)) / 4] },
  maxPool2d: { e: 'maxPool2d(i, 2)', shape: [2, 1, 1], value: ({ i: v }) => [Math.max(...v.slice(0, 4)), Math.max(...v.slice(4))] },
  upSampling2d: { e: 'upSampling2d(i, [1, 2])', shape: [4, 4, 1], value: ({ i: v }) => v.flatMap((a) => [a, a]) },
  averagePool1d: { e: 'averagePool1d(transpose(m), 2)', shape: [1, 2], value: ({ m: v }) => [(v[0]! + v[1]!) / 2, (v[3]! + v[4]!) / 2] },
  maxPool1d: { e: 'maxPool1d(m, 2)', shape: [1, 3], value: ({ m: v }) => [0, 1, 2].map((k) => Math.max(v[k]!, v[k + 3]!)) },
  upSampling1d: { e: 'upSampling1d(m, 3)', shape: [6, 3], value: ({ m: v }) => [0, 0, 0, 3, 3, 3].flatMap((r) => v.slice(r, r + 3)) },
  quantile: elsewhere, auroc: elsewhere, correlation: elsewhere, frechet: elsewhere, mig: elsewhere,
}

const DATA = 'data (x: real[4], p: real[4] in [0.1, 2], m: real[2, 3], i: image[4, 2, 1] in [0, 1])'
const feeds = { x: tensor64([1, 4], x), p: tensor64([1, 4], p), m: tensor64([1, 2, 3], m), i: tensor64([1, 4, 2, 1], i) }

describe('every function has the value of its formula', () => {
  test.each(Object.entries(written).filter(([, row]) => row !== null))('%s', (_, row) => {
    const { e, shape, value } = row!
    const expected = value({ x, p, m, i })
    expect(expected.length).toBe(shape.reduce((a, b) => a * b, 1))
    // Uneven weights, so that no element stands for another.
    const weights = expected.map((_, k) => 1 + 0.37 * k)
    const sum = shape.length === 0 ? e : `sum(flatten(${e}) * [${weights.join(', ')}])`
    const lab = laboratory(`${DATA}\nmetric found = E[${sum}]\nmetric same = E[sum(x) + sum(p) + sum(m) + sum(i)]\n`)
    const means = Object.assign({}, ...lab.compiled.plan!.stages[0]!.metrics!.steps.map((s) => (s.kind === 'sweep' ? lab.run(s.program, { batch: 1, feeds }).outputs : {}))) as typeof feeds
    const { outputs } = lab.run(lab.compiled.plan!.stages[0]!.metrics!.finish, { feeds: means })
    expect(only(outputs['found'])).toBeCloseTo(shape.length === 0 ? expected[0]! : total(expected.map((v, k) => v * weights[k]!)), 10)
  })
})

const seed = 20261122
describe(`functions of one number (seed ${seed})`, () => {
  const next = uniforms(seed)
  for (const [name, row] of POINTWISE) {
    const domain = name === 'log' || name === 'sqrt' ? 'p' : 'x'
    const values = (at: Numbers): Numbers => written[row.op]!.value({ x: at, p: at, m, i })
    const options = Object.fromEntries(row.params.slice(1).map((q) => [q.name, name === 'elu' ? 0.4 : 0.2]))

    test(`the range of ${name} holds all its values`, () => {
      for (let n = 0; n < 200; n++) {
        const low = domain === 'p' ? next() * 3 : next() * 8 - 4
        const high = low + next() * 4
        const at = Array.from({ length: 4 }, (_, k) => low + ((high - low) * k) / 3)
        for (const range of [row.range([low, high], options), row.range(null, options)]) {
          if (range === null) continue
          for (const v of values(at)) expect(v >= range[0] - 1e-12 && v <= range[1] + 1e-12, `${name} of ${at.join()} in ${range.join()}`).toBe(true)
        }
      }
    })

    // What gradients pass is a list of the checker's own: it has to agree with the function.
    test(`the checker knows whether a gradient passes ${name}`, () => {
      const flat = name === 'stopGradient' || [0.3, 0.77, 1.4].every((v) => values([v, 0.1, 0.2, 0.3])[0] === values([v + 1e-3, 0.1, 0.2, 0.3])[0])
      const { diagnostics } = compile(`weight w[4] = 0.5\nloss { size = sum(${name}(w) * [1, 2, 3, 4]) }\ntrain { minimize size with sgd(0.1); rounds 1 }\n`)
      expect(diagnostics.map((d) => d.code)).toEqual(flat ? ['training/reaches-none'] : [])
    })
  }
})
