/** The steps that random programs are made of: between them they use every op. A step that does not fit what there is gives null. */
import type { Dim, Shape } from '../../compiler/graph/graph.ts'
import type { Ref } from '../../compiler/graph/builder.ts'
import { batchDim, productOf, sameShape } from '../../compiler/graph/graph.ts'
import { averagePool2d, logSumExp, maxPool2d, upSampling2d } from '../../compiler/ops/compose.ts'
import { broadcastsTo } from '../../compiler/ops/shapes.ts'
import { apart, margin, type Growing } from './grow.ts'

/** `x` and `y` are earlier results, `pick` decides the rest. */
export type Step = (g: Growing, x: Ref, y: Ref, pick: number) => Ref | null

const B = batchDim('B')
const C = batchDim('C')

const choose = <T>(from: readonly T[], pick: number): T => from[pick % from.length]!

const unary = (...names: string[]): Step => (g, x, _, pick) => g.add(choose(names, pick), [x])

const positive = (g: Growing, x: Ref): Ref => (g.of(x).every((v) => v > 0.05) ? x : g.add('add', [g.add('square', [x]), g.number(0.5)]))

const small = (g: Growing, x: Ref): Ref => (g.of(x).every((v) => Math.abs(v) < 3) ? x : g.add('tanh', [x]))

const onPositive = (...names: string[]): Step => (g, x, _, pick) => g.add(choose(names, pick), [positive(g, x)])

const kinked = (...names: string[]): Step => (g, x, _, pick) => (apart(g.of(x), 0) ? g.add(choose(names, pick), [x]) : null)

const betweenWholes = (values: Float64Array): boolean => values.every((v) => Math.abs(v - Math.round(v)) > margin)

const isKnown = (d: Dim | undefined): d is number => typeof d === 'number'

/** `y`, or else something earlier, if it stretches with `x` to one shape. */
function partner(g: Growing, x: Ref, y: Ref, pick: number): Ref {
  const fitting = [y, ...g.floats].filter((other) => broadcastsTo(other.shape, x.shape) || broadcastsTo(x.shape, other.shape))
  return fitting.includes(y) ? y : choose([...fitting, x], pick)
}

const stretching = (make: (g: Growing, x: Ref, y: Ref, pick: number) => Ref | null): Step => (g, x, y, pick) => make(g, x, partner(g, x, y, pick >> 3), pick)

const differ = (g: Growing, x: Ref, y: Ref): boolean => apart(g.of(g.add('sub', [x, y])), 0)

const comparisons = ['less', 'lessEqual', 'greater', 'greaterEqual', 'equal', 'notEqual']

/** Axes by the bits of `pick`, at least one. */
const someAxes = (rank: number, pick: number): number[] => {
  const axes = [...Array(rank).keys()].filter((i) => (pick >> i) & 1)
  return axes.length || rank === 0 ? axes : [rank - 1]
}

/** A reduction to an extreme, where there is one and no tie. */
function extreme(g: Growing, x: Ref, op: string, axes: readonly number[], keepDims: boolean): Ref | null {
  const y = g.add(op, [x], { axes, keepDims: true })
  const close = g.of(g.add('sub', [x, y])).reduce((n, v) => n + Number(Math.abs(v) < margin), 0)
  return close === g.of(y).length ? g.add(op, [x], { axes, keepDims }) : null
}

const activations = ['relu', 'tanh', 'sigmoid', 'softplus', 'elu']

function activated(g: Growing, x: Ref, pick: number): Ref {
  const name = choose(activations, pick)
  return ['relu', 'elu'].includes(name) && !apart(g.of(x), 0) ? g.add('tanh', [x]) : g.add(name, [x])
}

const dense: Step = (g, x, _, pick) => {
  const inner = x.shape.at(-1)
  if (x.shape.length < 2 || !isKnown(inner)) return null
  const units = 1 + (pick % 4)
  const turned = (pick & 4) > 0
  const name = `dense${inner}x${units}${turned ? 't' : ''}${(pick >> 3) % 2}`
  const kernel = g.entry(`${name}.kernel`, turned ? [units, inner] : [inner, units])
  const product = g.add('matmul', [x, kernel], turned ? { transposeB: true } : {})
  g.leaves.push(kernel)
  return (pick & 16) > 0 ? product : activated(g, g.add('add', [product, g.entry(`${name}.bias`, [units])]), pick >> 5)
}

const flags = [{}, { transposeA: true }, { transposeB: true }, { transposeA: true, transposeB: true }]

/** Any product that fits, of `x` with any result in any arrangement. */
const product: Step = (g, x, y, pick) => {
  const fits = (other: Ref, attrs: (typeof flags)[number]): boolean => {
    const turned = (t: Ref, turn: boolean | undefined): Dim[] => (turn ? [t.shape.at(-1)!, t.shape.at(-2)!] : [t.shape.at(-2)!, t.shape.at(-1)!])
    if (x.shape.length < 2 || other.shape.length < 2) return false
    const shared = other.shape.length === 2 && x.shape.length > 2
    return (shared ? !('transposeA' in attrs) : sameShape(x.shape.slice(0, -2), other.shape.slice(0, -2)))
      && sameShape([turned(x, 'transposeA' in attrs)[1]!], [turned(other, 'transposeB' in attrs)[0]!])
  }
  const found = [y, ...g.floats].flatMap((other) => flags.filter((attrs) => fits(other, attrs)).map((attrs) => [other, attrs] as const))
  if (!found.length) return null
  const [other, attrs] = choose(found, pick)
  return g.add('matmul', [x, other], attrs)
}

function permutation(rank: number, pick: number): number[] {
  const rest = [...Array(rank).keys()]
  return [...Array(rank).keys()].map((_, i) => rest.splice((pick >> (2 * i)) % rest.length, 1)[0]!)
}

const oneBatch = (shape: Shape): boolean => shape.filter((d) => !isKnown(d)).length <= 1

const reshape: Step = (g, x, _, pick) => {
  const { shape } = x
  const last = shape.at(-1)
  const to: Shape[] = [[...shape, 1], [1, ...shape], [...shape.slice(0, 1), 1, ...shape.slice(1)]]
  if (shape.length > 1 && oneBatch(shape)) to.push([productOf(shape)], [shape[0]!, productOf(shape.slice(1))], [productOf(shape.slice(0, -1)), last!])
  if (isKnown(last) && last % 2 === 0) to.push([...shape.slice(0, -1), last / 2, 2], [...shape.slice(0, -1), 2, last / 2])
  if (shape.some((d) => d === 1)) to.push(shape.filter((d) => d !== 1))
  const chosen = choose(to, pick)
  return chosen.length > 6 ? null : g.add('reshape', [x], { shape: chosen })
}

const stretch: Step = (g, x, y, pick) => {
  const wider = [y, ...g.floats].filter((other) => broadcastsTo(x.shape, other.shape) && !sameShape(x.shape, other.shape))
  if (pick % 3 === 0 || !wider.length) return x.shape.length > 4 ? null : g.add('broadcastTo', [x], { shape: [choose([2, B, 1], pick >> 2), ...x.shape] })
  return g.add('broadcastTo', [x], { shape: choose(wider, pick).shape })
}

const concat: Step = (g, x, y, pick) => {
  if (!x.shape.length) return null
  const axis = pick % x.shape.length
  const fits = (other: Ref): boolean => other.shape.length === x.shape.length && x.shape.every((d, i) => i === axis ? isKnown(d) === isKnown(other.shape[i]) && (isKnown(d) || JSON.stringify(d).replace(/\d/g, '') === JSON.stringify(other.shape[i]).replace(/\d/g, '')) : sameShape([d], [other.shape[i]!]))
  const others = [y, ...g.floats].filter(fits)
  return g.add('concat', [x, choose(others.length ? others : [x], pick >> 3)], { axis: (pick & 1) > 0 ? axis : axis - x.shape.length })
}

const slice: Step = (g, x, _, pick) => {
  const cut = x.shape.map((d, i): readonly [Dim, Dim] => {
    const bits = (pick >> (2 * i)) & 3
    if (isKnown(d)) return d < 2 || bits === 0 ? [0, d] : bits === 1 ? [1, d - 1] : bits === 2 ? [0, d - 1] : [d - 1, 1]
    return d.times < 2 || bits === 0 ? [0, d] : [bits === 1 ? batchDim(d.batch) : 0, batchDim(d.batch, d.times - 1)]
  })
  return g.add('slice', [x], { begin: cut.map(([begin]) => begin), size: cut.map(([, size]) => size) })
}

const pad: Step = (g, x, _, pick) =>
  g.add('pad', [x], { paddings: x.shape.map((d, i): Shape => {
    const [before, after] = [(pick >> (2 * i)) & 1, (pick >> (2 * i + 1)) & 1]
    return isKnown(d) ? [before, 2 * after] : [before ? batchDim(d.batch) : 0, 0]
  }) })

const isPicture = (x: Ref): boolean => x.shape.length === 4 && x.shape.slice(1).every((d) => isKnown(d))

const picture = (g: Growing, x: Ref): Ref => (isPicture(x) ? x : g.floats.find(isPicture) ?? leaf(g, x, x, 6)!)

const windowed = (pick: number): { kernel: [number, number]; strides: [number, number]; padding: string } => ({
  kernel: [1 + (pick % 3), 1 + ((pick >> 2) % 3)], strides: choose([[1, 1], [2, 2], [1, 1], [3, 3]], pick >> 4), padding: choose(['same', 'valid'], pick >> 6),
})

const convolution: Step = (g, x, _, pick) => {
  const p = picture(g, x)
  const [, height, width, channels] = p.shape as readonly [Dim, number, number, number]
  const { kernel, strides, padding } = windowed(pick)
  if (padding === 'valid' && (kernel[0] > height || kernel[1] > width)) return null
  const filters = 1 + ((pick >> 7) % 3)
  const filter = g.entry(`conv${[...kernel, channels, filters].join('x')}.kernel`, [...kernel, channels, filters])
  g.leaves.push(filter)
  const y = g.add('conv2d', [p, filter], { strides, padding })
  return (pick >> 9) % 2 ? y : activated(g, g.add('add', [y, g.entry(`conv${filters}.bias`, [filters])]), pick >> 10)
}

const transposedConvolution: Step = (g, x, _, pick) => {
  const p = picture(g, x)
  const [batch, height, width, channels] = p.shape as readonly [Dim, number, number, number]
  const { kernel, strides, padding } = windowed(pick)
  const out = 1 + ((pick >> 7) % 2)
  const filter = g.entry(`up${[...kernel, out, channels].join('x')}.kernel`, [...kernel, out, channels])
  g.leaves.push(filter)
  const grown = (size: number, i: 0 | 1): number => (padding === 'same' ? size * strides[i] - ((pick >> 8) % 2 && strides[i] > 1 ? 1 : 0) : (size - 1) * strides[i] + kernel[i])
  return g.add('conv2dInputGradient', [p, filter], { strides, padding, shape: [batch, grown(height, 0), grown(width, 1), out] })
}

/** The gradient of a filter as a value: two pictures, one the size of the other's convolution. */
const filterGradient: Step = (g, x, _, pick) => {
  const p = picture(g, x)
  const [, , , channels] = p.shape as readonly [Dim, number, number, number]
  const { kernel, strides, padding } = windowed(pick)
  const [, height, width] = p.shape as readonly [Dim, number, number, number]
  if (padding === 'valid' && (kernel[0] > height || kernel[1] > width)) return null
  const filter = g.entry(`conv${[...kernel, channels, 2].join('x')}.kernel`, [...kernel, channels, 2])
  const y = g.add('tanh', [g.add('conv2d', [p, filter], { strides, padding })])
  return g.add('conv2dFilterGradient', [p, y], { strides, padding, shape: filter.shape })
}

const pooled: Step = (g, x, _, pick) => {
  const p = picture(g, x)
  const size = [2, 1 + (pick % 2)] as const
  const [, height, width] = p.shape as readonly [Dim, number, number, number]
  if (pick % 3 === 2) return upSampling2d(g.b, p, size)
  if (height % size[0] || width % size[1]) return null
  if (pick % 3 === 1) return averagePool2d(g.b, p, size)
  const y = maxPool2d(g.b, p, size)
  const close = g.of(g.add('sub', [p, upSampling2d(g.b, y, size)])).reduce((n, v) => n + Number(Math.abs(v) < margin), 0)
  return close === g.of(y).length ? y : null
}

const shapes: readonly Shape[] = [[B, 4], [B, 3], [], [4], [B], [B, 2, 3], [B, 5, 4, 2], [2, B, 3], [batchDim('B', 2), 3], [B, 1], [C, 4], [B, 6, 6, 1], [B, 1, 3], [3]]

/** A feed, noise or a parameter. */
function leaf(g: Growing, _x: Ref, _y: Ref, pick: number): Ref | null {
  const index = pick % shapes.length
  const shape = shapes[index]!
  const turn = Math.floor(pick / shapes.length)
  const known = shape.filter(isKnown)
  const made = turn % 3 === 0 ? g.input(`x${index}`, shape) : turn % 3 === 1 ? g.noise(`n${index}`, shape) : g.entry(`p${known.join('x')}`, known)
  g.leaves.push(made)
  return made
}

const number: Step = (g, _x, _y, pick) => {
  if (pick % 4 === 0) return g.add('tensor', [], { values: [0.5, -1.25, 2, 0.75], shape: choose([[4], [2, 2], [4, 1]], pick >> 2) })
  if (pick % 4 === 1) return g.add('reciprocal', [g.add('size', [], { dim: choose([B, batchDim('B', 3), 4], pick >> 2) })])
  return g.number(choose([0, 1, -1, 2, 0.5, -0.25], pick >> 2))
}

const labels = (g: Growing, pick: number): Ref => choose([g.input('label', [B], { dtype: 'int32', below: 4 }), g.input('words', [B, 3], { dtype: 'int32', below: 4 }), ...g.integers], pick)

const within = (g: Growing, x: Ref, below: number): boolean => g.of(x).every((v) => v >= 0 && v < below)

const truth = (g: Growing, x: Ref, pick: number): Ref | null => {
  const fitting = g.truths.filter((t) => broadcastsTo(t.shape, x.shape))
  if (fitting.length) return choose(fitting, pick)
  return apart(g.of(x), 0) ? g.add('greater', [x, g.number(0)]) : null
}

/** A scalar that weighs the elements of x unevenly. */
export const weighed = (g: Growing, x: Ref): Ref =>
  g.add('mean', [g.add('mul', [x, g.add('sin', [g.add('add', [g.add('mul', [x, g.number(0.5)]), g.number(0.7)])])])])

const byLeaf: Step = (g, x, _, pick) => (g.leaves.length ? g.add('grad', [weighed(g, x), choose(g.leaves, pick)]) : null)

const jacobian: Step = (g, x, _, pick) => {
  const wide = (t: Ref): boolean => t.shape.length > 0 && !isKnown(t.shape[0]) && t.shape.slice(1).every(isKnown) && g.of(t).length <= 40
  const by = g.leaves.filter((t) => wide(t) && sameShape([t.shape[0]!], [x.shape[0] ?? 0]))
  if (!wide(x) || !by.length) return null
  const slopes = g.add('jacobian', [x, choose(by, pick)])
  if (!g.of(slopes).every(Number.isFinite)) return null
  return pick % 2 ? slopes : g.add('sum', [g.add('square', [slopes])], { axes: slopes.shape.slice(1).map((_, i) => i + 1) })
}

export const steps: readonly Step[] = [
  leaf, leaf, leaf, number, dense, dense, product, convolution, transposedConvolution, filterGradient, pooled, byLeaf, jacobian,
  unary('neg', 'square', 'stopGradient'), unary('sin', 'cos', 'erf'), unary('tanh', 'sigmoid', 'softplus'),
  (g, x) => g.add('exp', [small(g, x)]),
  onPositive('log', 'log1p', 'sqrt'), onPositive('rsqrt', 'reciprocal'),
  kinked('abs', 'relu', 'elu'), kinked('sign', 'step', 'relu'),
  (g, x, _, pick) => (apart(g.of(x), 0) ? g.add('leakyRelu', [x], { alpha: choose([0.2, 0, 1.5], pick) }) : null),
  (g, x) => (apart(g.of(x), -0.75, 0.85) ? g.add('clamp', [x], { low: -0.75, high: 0.85 }) : null),
  (g, x) => (betweenWholes(g.of(x)) ? g.add('floor', [x]) : null),
  stretching((g, x, y, pick) => g.add(choose(['add', 'sub', 'mul'], pick), [x, y])), stretching((g, x, y, pick) => g.add(choose(['add', 'sub', 'mul'], pick), [y, x])),
  stretching((g, x, y) => g.add('div', [x, positive(g, y)])),
  stretching((g, x, y, pick) => g.add('pow', [positive(g, small(g, x)), pick % 2 ? small(g, y) : g.number(choose([2, 3, 0.5, -1, -0.5, 1, 0], pick >> 1))])),
  stretching((g, x, y, pick) => (differ(g, x, y) ? g.add(choose(['maximum', 'minimum'], pick), [x, y]) : null)),
  stretching((g, x, y, pick) => (differ(g, x, y) ? g.add(choose(comparisons, pick), [x, y]) : null)),
  (g, _x, _y, pick) => g.add(choose(comparisons, pick), [labels(g, 0), pick % 2 ? g.input('other', [B], { dtype: 'int32', below: 4 }) : g.add('constant', [], { value: 2, dtype: 'int32' })]),
  stretching((g, x, y, pick) => { const t = truth(g, x, pick); return t && g.add('select', [t, x, y]) }),
  (g, x, _, pick) => { const t = truth(g, x, pick); return t && choose([() => g.add('not', [t]), () => g.add('and', [t, g.add('not', [t])]), () => g.add('or', [t, g.add('constant', [], { value: 0, dtype: 'bool' })])], pick)() },
  (g, x, _, pick) => { const t = truth(g, x, pick); return t && g.add('cast', [t], { dtype: 'float32' }) },
  (g, x, _, pick) => (betweenWholes(g.of(x)) ? g.add('cast', [g.add('cast', [x], { dtype: choose(['int32', 'bool', 'float32'], pick) })], { dtype: 'float32' }) : null),
  (g, x, _, pick) => g.add(choose(['sum', 'mean'], pick), [x], { axes: someAxes(x.shape.length, pick >> 2), keepDims: (pick & 2) > 0 }),
  (g, x, _, pick) => extreme(g, x, choose(['max', 'min'], pick), someAxes(x.shape.length, pick >> 2), (pick & 2) > 0),
  (g, x, _, pick) => {
    const axis = pick % Math.max(x.shape.length, 1)
    return x.shape.length && extreme(g, x, 'max', [axis], false) ? g.add('argMax', [x], { axis }) : null
  },
  (g, x, _, pick) => (x.shape.length && isKnown(x.shape.at(-1)) ? g.add(choose(['softmax', 'logSoftmax'], pick), [x]) : null),
  (g, x, _, pick) => (x.shape.length ? logSumExp(g.b, x, pick % x.shape.length) : null),
  (g, x, _, pick) => (x.shape.length > 1 ? g.add('transpose', [x], { perm: permutation(x.shape.length, pick) }) : null),
  reshape, reshape, stretch, concat, slice, pad,
  (g, x, _, pick) => (x.shape.length ? g.add('reverse', [x], { axes: someAxes(x.shape.length, pick) }) : null),
  (g, _x, _y, pick) => { const t = labels(g, pick >> 2); return within(g, t, 5) && t.shape.length < 4 ? g.add('oneHot', [t], { depth: 3 + (pick % 3) }) : null },
  (g, x, _, pick) => {
    const t = labels(g, pick)
    const table = pick % 2 && isKnown(x.shape[0]) ? x : g.entry('table', [4, 3])
    return within(g, t, table.shape[0] as number) && table.shape.length + t.shape.length < 6 ? g.add('gather', [table, t]) : null
  },
  (g, x) => g.add('log', [g.add('sigmoid', [x])]), (g, x) => g.add('log', [g.add('sub', [g.number(1), g.add('sigmoid', [x])])]),
  (g, x) => (x.shape.length && isKnown(x.shape.at(-1)) ? g.add('log', [g.add('softmax', [x])]) : null),
  (g, x) => g.add('add', [g.add('softplus', [x]), g.add('softplus', [g.add('neg', [x])])]),
]
