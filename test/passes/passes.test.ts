import { describe, expect, test } from 'vitest'
import type { Node, Program } from '../../compiler/graph/graph.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { nodeText } from '../../compiler/graph/text.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { cheaperSpellings } from '../../compiler/passes/cheaper-spellings.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'
import { explicitTransposes } from '../../compiler/passes/explicit-transposes.ts'
import { filterGradientsAsConvolutions } from '../../compiler/passes/filter-gradients.ts'
import { foldConstants } from '../../compiler/passes/fold-constants.ts'
import { noiseToInputs } from '../../compiler/passes/noise-to-inputs.ts'
import { runPasses } from '../../compiler/passes/pipeline.ts'
import { share } from '../../compiler/passes/share.ts'
import { stableLogs } from '../../compiler/passes/stable-logs.ts'
import { sumsAsProducts } from '../../compiler/passes/sums-as-products.ts'
import { randomTensor, uniforms } from '../ops/random.ts'

const B = batchDim('B')

const number = (b: Builder, value: number): Ref => b.add('constant', [], { value })

function program(make: (b: Builder, x: Ref) => Ref, shape: Ref['shape'] = [B, 4]): Program {
  const b = new Builder()
  const y = make(b, b.input({ name: 'x', shape, dtype: 'float32', kind: 'value' }))
  return { name: 't', feeds: b.feeds, nodes: b.nodes, updates: [], outputs: [{ name: 'y', node: y.id }] }
}

/** The live nodes behind the input x, which is %0, as text. */
const lines = (p: Program): string[] => dropDeadCode(p).nodes.slice(1).map((n) => nodeText(n).replace(/^.*? = /, ''))

const folded: readonly (readonly [string, (b: Builder, x: Ref) => Ref, readonly string[]])[] = [
  ['x · 1', (b, x) => b.add('mul', [x, number(b, 1)]), []],
  ['1 · x', (b, x) => b.add('mul', [number(b, 1), x]), []],
  ['x + 0', (b, x) => b.add('add', [x, number(b, 0)]), []],
  ['0 + x', (b, x) => b.add('add', [b.add('broadcastTo', [number(b, 0)], { shape: [B, 4] }), x]), []],
  ['x − 0', (b, x) => b.add('sub', [x, number(b, 0)]), []],
  ['x / 1', (b, x) => b.add('div', [x, number(b, 1)]), []],
  ['−(−x)', (b, x) => b.add('neg', [b.add('neg', [x])]), []],
  ['x⁰⁺¹', (b, x) => b.add('pow', [x, b.add('add', [number(b, 0), number(b, 1)])]), []],
  ['(√x)²', (b, x) => b.add('square', [b.add('sqrt', [x])]), []],
  ['a transpose of a transpose', (b, x) => b.add('transpose', [b.add('transpose', [x], { perm: [1, 0] })], { perm: [1, 0] }), []],
  ['a reshape there and back', (b, x) => b.add('reshape', [b.add('reshape', [x], { shape: [B, 2, 2] })], { shape: [B, 4] }), []],
  ['the whole as a slice', (b, x) => b.add('slice', [x], { begin: [0, 0], size: [B, 4] }), []],
  ['padding by nothing', (b, x) => b.add('pad', [x], { paddings: [[0, 0], [0, 0]] }), []],
  ['a cast to its own type', (b, x) => b.add('cast', [x], { dtype: 'float32' }), []],
  ['x²', (b, x) => b.add('pow', [x, number(b, 2)]), ['square(%0)']],
  ['x⁻⁰·⁵', (b, x) => b.add('pow', [x, number(b, -0.5)]), ['rsqrt(%0)']],
  ['0 − x', (b, x) => b.add('sub', [number(b, 0), x]), ['neg(%0)']],
  ['x + (−x²)', (b, x) => b.add('add', [x, b.add('neg', [b.add('square', [x])])]), ['square(%0)', 'sub(%0, %1)']],
  ['2 (3 x) / 12', (b, x) => b.add('div', [b.add('mul', [number(b, 2), b.add('mul', [x, number(b, 3)])]), number(b, 12)]), ['constant(value: 0.5)', 'mul(%0, %1)']],
  ['−(2 x)', (b, x) => b.add('neg', [b.add('mul', [x, number(b, 2)])]), ['constant(value: -2)', 'mul(%0, %1)']],
  ['(−x) y', (b, x) => b.add('sub', [x, b.add('mul', [b.add('neg', [x]), b.add('sin', [x])])]), ['sin(%0)', 'mul(%0, %1)', 'add(%0, %2)']],
  ['transposes that follow each other', (b, x) => {
    const cube = b.add('reshape', [x], { shape: [B, 2, 2] })
    return b.add('transpose', [b.add('transpose', [cube], { perm: [2, 0, 1] })], { perm: [1, 0, 2] })
  }, ['reshape(%0)', 'transpose(%1, perm: [0, 2, 1])']],
  ['the sum of a number over the batch', (b, x) => b.add('mul', [x, b.add('sum', [b.add('broadcastTo', [number(b, 3)], { shape: [B, 5] })])]),
    ['constant(value: 3)', 'size(dim: 5*B)', 'mul(%2, %1)', 'mul(%0, %3)']],
  ['a product of arrays of numbers', (b, x) => {
    const eye = b.add('tensor', [], { values: [1, 0, 0, 1], shape: [2, 2] })
    return b.add('add', [b.add('slice', [x], { begin: [0, 0], size: [B, 1] }), b.add('sum', [b.add('matmul', [eye, eye])])])
  }, ['slice(%0, begin: [0, 0], size: [B, 1])', 'tensor(values: [2])', 'add(%1, %2)']],
]

describe('constant folding', () => {
  test.each(folded)('%s', (_, make, expected) => {
    expect(lines(foldConstants(program(make)))).toEqual(expected)
  })

  test('leaves what a derivative is taken by, and its readers, alone', () => {
    const before = program((b, x) => {
      const bent = b.add('reshape', [x], { shape: [B, 2, 2] })
      const back = b.add('reshape', [bent], { shape: [B, 4] })
      return b.add('grad', [b.add('sum', [b.add('square', [back])]), bent])
    })
    const value = (p: Program): number[] => [...evaluate(differentiate(p), { x: tensor64([1, 4], [1, 2, 3, 4]) }, {}, { B: 1 }).outputs['y']!.data]
    expect(value(before)).toEqual([2, 4, 6, 8])
    expect(value(stableLogs(foldConstants(before)))).toEqual([2, 4, 6, 8])
  })
})

describe('stable logarithms', () => {
  const rows: readonly (readonly [string, (b: Builder, x: Ref) => Ref, readonly string[]])[] = [
    ['log σ', (b, x) => b.add('log', [b.add('sigmoid', [x])]), ['neg(%0)', 'softplus(%1)', 'neg(%2)']],
    ['log(1 − σ)', (b, x) => b.add('log', [b.add('sub', [number(b, 1), b.add('sigmoid', [x])])]), ['softplus(%0)', 'neg(%1)']],
    ['log(−σ + 1)', (b, x) => b.add('log', [b.add('add', [b.add('neg', [b.add('sigmoid', [x])]), number(b, 1)])]), ['softplus(%0)', 'neg(%1)']],
    ['log softmax', (b, x) => b.add('log', [b.add('softmax', [x])]), ['logSoftmax(%0)']],
    ['through a reshape', (b, x) => b.add('log', [b.add('sub', [number(b, 1), b.add('reshape', [b.add('sigmoid', [x])], { shape: [B, 2, 2] })])]),
      ['softplus(%0)', 'neg(%1)', 'reshape(%2)']],
    ['log odds', (b, x) => {
      const p = b.add('sigmoid', [x])
      return b.add('sub', [b.add('log', [p]), b.add('log', [b.add('sub', [number(b, 1), p])])])
    }, []],
  ]
  test.each(rows)('%s', (_, make, expected) => {
    expect(lines(stableLogs(program(make)))).toEqual(expected)
  })

  test('values and gradients stay finite where a probability rounds to 0 or 1', () => {
    const p = program((b, x) => {
      const q = b.add('sigmoid', [x])
      const y = b.add('add', [b.add('log', [q]), b.add('log', [b.add('sub', [number(b, 1), q])])])
      return b.add('grad', [b.add('sum', [y]), x])
    })
    const last = runPasses(p, { flavour: 'portable' }).at(-1)!.program
    const { y } = evaluate(last, { x: tensor64([1, 4], [-800, -1, 1, 800]) }, {}, { B: 1 }).outputs
    expect([...y!.data].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([1, 0.462117, -0.462117, -1])
  })
})

test('noise becomes feeds, one a site, stream and pass', () => {
  const draw = (b: Builder, stream: string, pass: number): Ref =>
    b.add('random', [], { distribution: 'normal', stream, site: 'z', draws: 1, size: 4, pass, shape: [B, 4] })
  const p = noiseToInputs(program((b, x) => b.add('add', [b.add('add', [x, draw(b, 'train', 0)]), b.add('add', [draw(b, 'train', 1), draw(b, 'eval', 0)])])))
  expect(problemsOf(p)).toEqual([])
  expect(p.feeds.map((f) => f.name)).toEqual(['x', 'noise:z', 'noise:z:pass1', 'noise:z:eval'])
  expect(p.feeds[2]).toMatchObject({ kind: 'noise', shape: [B, 4], noise: { distribution: 'normal', site: 'z', stream: 'train', pass: 1, size: 4, draws: 1 } })
})

test('dead code goes with the feeds that only it reads', () => {
  const p = program((b, x) => {
    b.add('exp', [b.input({ name: 'unread', shape: [B], dtype: 'float32', kind: 'value' })])
    return b.add('neg', [x])
  })
  const rest = dropDeadCode(p)
  expect(rest.feeds.map((f) => f.name)).toEqual(['x'])
  expect(rest.nodes.map((n) => n.op)).toEqual(['input', 'neg'])
})

test('equal nodes are one, however their attributes are spelled', () => {
  const p = share(program((b, x) => b.add('concat', [
    b.add('sum', [x], { axes: [-1], keepDims: true }), b.add('sum', [x], { keepDims: true, axes: [1] }),
    b.add('reshape', [b.add('mean', [x])], { shape: [1, 1] }), b.add('reshape', [b.add('mean', [x], { axes: [1, 0], keepDims: false })], { shape: [1, 1] }),
  ].slice(0, 2), { axis: -1 })))
  expect(lines(p)).toEqual(['sum(%0, axes: [1], keepDims: true)', 'concat(%1, %1, axis: 1)'])
  expect(p.nodes.filter((n) => n.op === 'mean').map((n) => n.attrs)).toEqual([{}])
})

test('a feed stays where only it tells the size of a batch', () => {
  const p = program((b, x) => b.add('mul', [b.add('size', [], { dim: B }), b.add('sum', [b.add('mul', [x, number(b, 0)])])]))
  expect(dropDeadCode(foldConstants(p)).feeds).toEqual([])
  const sized = dropDeadCode(program((b) => b.add('log', [b.add('size', [], { dim: B })])))
  expect(sized.nodes.map((n) => n.op)).toEqual(['size', 'log'])
  expect(sized.feeds.map((f) => f.name)).toEqual(['x'])
})

describe('cheaper spellings', () => {
  const rows: readonly (readonly [string, (b: Builder, x: Ref) => Ref, readonly string[]])[] = [
    ['x · x', (b, x) => b.add('mul', [x, x]), ['square(%0)']],
    ['a stretched operand', (b, x) => b.add('mul', [x, b.add('broadcastTo', [b.add('sum', [x], { axes: [1], keepDims: true })], { shape: [B, 4] })]),
      ['sum(%0, axes: [1], keepDims: true)', 'mul(%0, %1)']],
    ['two stretched operands: one has to be', (b, x) => {
      const wide = b.add('broadcastTo', [b.add('sum', [x], { axes: [1], keepDims: true })], { shape: [B, 4] })
      return b.add('sub', [wide, b.add('broadcastTo', [b.add('mean', [x], { axes: [1], keepDims: true })], { shape: [B, 4] })])
    }, ['sum(%0, axes: [1], keepDims: true)', 'mean(%0, axes: [1], keepDims: true)', 'broadcastTo(%2)', 'sub(%1, %3)']],
    ['softplus of both signs', (b, x) => b.add('mul', [b.add('softplus', [b.add('neg', [x])]), b.add('softplus', [x])]),
      ['softplus(%0)', 'sub(%1, %0)', 'mul(%2, %1)']],
    ['sigmoid of both signs', (b, x) => b.add('mul', [b.add('sigmoid', [x]), b.add('sigmoid', [b.add('neg', [x])])]),
      ['sigmoid(%0)', 'constant(value: 1)', 'sub(%2, %1)', 'mul(%1, %3)']],
    ['a product with a transpose', (b, x) => b.add('matmul', [b.add('transpose', [x], { perm: [1, 0] }), x]), ['matmul(%0, %0, transposeA: true)']],
    ['stopGradient', (b, x) => b.add('exp', [b.add('stopGradient', [x])]), ['exp(%0)']],
  ]
  test.each(rows)('%s', (_, make, expected) => {
    expect(lines(cheaperSpellings(program(make)))).toEqual(expected)
  })
})

test('transposes are explicit, a parameter turned once', () => {
  const p = explicitTransposes(program((b, x) => {
    const W = b.add('read', [], { entry: 'W', shape: [3, 4], dtype: 'float32' })
    const first = b.add('matmul', [x, W], { transposeB: true })
    const second = b.add('matmul', [b.add('exp', [x]), W], { transposeB: true })
    return b.add('matmul', [first, second], { transposeA: true })
  }))
  expect(problemsOf(p)).toEqual([])
  expect(p.nodes.flatMap((n) => (n.op === 'matmul' ? Object.keys(n.attrs) : []))).toEqual([])
  expect(p.nodes.filter((n) => n.op === 'transpose').map((n) => nodeText(n).replace(/^.*? = /, ''))).toEqual(['transpose(%1, perm: [1, 0])', 'transpose(%3, perm: [1, 0])'])
})

describe('sums over leading axes as products', () => {
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    ['over the batch', { axes: [0] }, ['reshape(%0)', 'constant(value: 1)', 'broadcastTo(%2)', 'matmul(%3, %1)', 'reshape(%4)']],
    ['over batch and rows', { axes: [0, 1], keepDims: true }, ['reshape(%0)', 'constant(value: 1)', 'broadcastTo(%2)', 'matmul(%3, %1)', 'reshape(%4)']],
    ['not over the last', { axes: [1, 2] }, ['sum(%0, axes: [1, 2])']],
    ['not over all', {}, ['sum(%0)']],
  ]
  test.each(rows)('%s', (_, attrs, expected) => {
    const p = program((b, x) => b.add('sum', [x], attrs as Node['attrs']), [B, 3, 2])
    const after = sumsAsProducts(p)
    expect(lines(after)).toEqual(expected)
    const feeds = { x: randomTensor([3, 3, 2], uniforms(1)) }
    const [before, found] = [p, after].map((q) => evaluate(q, feeds, {}, { B: 3 }).outputs['y']!)
    expect(found!.shape).toEqual(before!.shape)
    found!.data.forEach((v, i) => expect(v).toBeCloseTo(before!.data[i]!, 12))
  })
})

describe('filter gradients as convolutions', () => {
  const seed = 20260306
  const rows = [
    { picture: [7, 6], kernel: [3, 3], strides: [1, 1], padding: 'same', out: [7, 6] },
    { picture: [7, 6], kernel: [3, 2], strides: [2, 2], padding: 'same', out: [4, 3] },
    { picture: [8, 7], kernel: [3, 2], strides: [2, 3], padding: 'valid', out: [3, 2] },
    { picture: [5, 5], kernel: [1, 2], strides: [3, 3], padding: 'same', out: [2, 2] },
  ] as const
  test.each(rows)('$picture by $kernel, strides $strides, $padding', ({ picture, kernel, strides, padding, out }) => {
    const p = program((b, x) => {
      const dy = b.input({ name: 'dy', shape: [B, ...out, 3], dtype: 'float32', kind: 'value' })
      return b.add('conv2dFilterGradient', [x, dy], { shape: [...kernel, 2, 3], strides, padding })
    }, [B, ...picture, 2])
    const after = filterGradientsAsConvolutions(p)
    expect(problemsOf(after)).toEqual([])
    expect(after.nodes.some((n) => n.op === 'conv2dFilterGradient')).toBe(false)
    const next = uniforms(seed)
    const feeds = { x: randomTensor([3, ...picture, 2], next), dy: randomTensor([3, ...out, 3], next) }
    const [expected, found] = [p, after].map((q) => evaluate(q, feeds, {}, { B: 3 }).outputs['y']!)
    expect(found!.shape).toEqual(expected!.shape)
    expect(Math.hypot(...found!.data.map((v, i) => v - expected!.data[i]!))).toBeLessThan(1e-12)
  })
})
