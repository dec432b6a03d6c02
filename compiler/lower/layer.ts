/** Layers with weights or randomness: what each computes in training and in inference. */
import type { Ref } from '../graph/builder.ts'
import type { Expr, LayerExpr, Model } from '../model/model.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'
import { batchNormalization, dense, indicator, moments, reshape, scalar } from '../ops/compose.ts'
import { activate } from './call.ts'
import { entry, noise } from './scope.ts'
import { collapse, eventOf, expand, mapCollapsed, reshapeEvent } from './value.ts'

type Layer = LayerExpr & { readonly type: Expr['type']; readonly span: Expr['span'] }
/** Lowers a tied weight, which is an expression. */
type LowerExpr = (scope: Scope, expr: Expr) => Value
interface Context { readonly scope: Scope; readonly layer: Layer; readonly owner: string; readonly lower: LowerExpr }

export function lowerLayer(scope: Scope, layer: Layer, input: Value, lower: LowerExpr): Value {
  const owner = scope.network ?? ''
  const context: Context = { scope, layer, owner, lower }
  return scope.target.builder.within({ layer: layer.id }, () => {
    const linear = layers[layer.layer](context, input)
    const active = layer.activation ? activate(scope, layer.activation, linear, layer) : linear
    // Convolutions over signals are still pictures of height 1: the next one takes them as they are.
    return reshapeEvent(scope.target.builder, active, layer.type.shape.map((a) => a.size))
  })
}

const layers: Readonly<Record<LayerExpr['layer'], (c: Context, x: Value) => Value>> = {
  dense: (c, x) => mapCollapsed(c.scope.target.builder, x, (r) => dense(c.scope.target.builder, r, weight(c, 'kernel')!, weight(c, 'bias'))),

  conv2d: convolution,
  conv2dTranspose: transposedConvolution,
  conv1d: (c, x) => convolution(c, asPicture(c, x)),
  conv1dTranspose: (c, x) => transposedConvolution(c, asPicture(c, x)),

  embedding: (c, x) => ({ ref: c.scope.target.builder.add('gather', [weight(c, 'embeddings')!, x.ref]), lead: x.lead }),

  dropout: (c, x) => {
    const { builder } = c.scope.target
    const rate = c.layer.config['rate'] as number
    if (!c.scope.target.training(c.owner) || rate === 0) return x
    const flat = collapse(builder, x)
    const site = `${c.owner}.${c.layer.id}#${builder.origin.application ?? 0}`
    const event = eventOf(x).map((d) => d as number)
    const chance = noise(c.scope, site, 'uniform', event)
    const keep = indicator(builder, builder.add('greaterEqual', [reshape(builder, chance.ref, flat.shape), scalar(builder, rate)]))
    return expand(builder, builder.add('mul', [flat, builder.add('mul', [keep, scalar(builder, 1 / (1 - rate))])]), x.lead)
  },

  batchNormalization: (c, x) => mapCollapsed(c.scope.target.builder, x, (r) => {
    const { builder, training } = c.scope.target
    const epsilon = c.layer.config['epsilon'] as number
    const [gamma, beta] = [weight(c, 'gamma')!, weight(c, 'beta')!]
    const moving = { mean: weight(c, 'movingMean')!, variance: weight(c, 'movingVariance')! }
    if (!training(c.owner)) return batchNormalization(builder, r, moving, gamma, beta, epsilon)
    const batch = moments(builder, r)
    track(c, 'movingMean', r, moving.mean, batch.mean)
    track(c, 'movingVariance', r, moving.variance, batch.variance)
    return batchNormalization(builder, r, batch, gamma, beta, epsilon)
  })
}

function convolution(c: Context, x: Value): Value {
  const { builder } = c.scope.target
  return mapCollapsed(builder, x, (r) => withBias(c, builder.add('conv2d', [r, filter(c)], { strides: strides(c), padding: text(c, 'padding') })))
}

/** Keras: the gradient of the convolution with the same kernel [h, w, out, in], with respect to its input. */
function transposedConvolution(c: Context, x: Value): Value {
  const { builder } = c.scope.target
  return mapCollapsed(builder, x, (r) => {
    const shape = [r.shape[0]!, ...picture(c.layer.type.shape.map((a) => a.size))]
    return withBias(c, builder.add('conv2dInputGradient', [r, filter(c)], { shape, strides: strides(c), padding: text(c, 'padding') }))
  })
}

/** [steps, channels] → [1, steps, channels] */
const picture = <T>(shape: readonly T[]): readonly (T | number)[] => (shape.length === 2 ? [1, ...shape] : shape)
const asPicture = (c: Context, x: Value): Value => reshapeEvent(c.scope.target.builder, x, picture(eventOf(x)))

/** The kernel as pictures are convolved with it: of a signal it has height 1. */
function filter(c: Context): Ref {
  const kernel = weight(c, 'kernel')!
  return kernel.shape.length === 3 ? reshape(c.scope.target.builder, kernel, [1, ...kernel.shape]) : kernel
}

const strides = (c: Context): readonly number[] => {
  const value = c.layer.config['strides'] as number | readonly number[]
  return typeof value === 'number' ? [1, value] : value
}

/** Notes `m·old + (1 − m)·now` as the new running statistic, once for each batch that the layer sees. */
function track(c: Context, role: 'movingMean' | 'movingVariance', seen: Ref, stored: Ref, now: Ref): void {
  const { builder, statistics } = c.scope.target
  const name = c.layer.weights[role] as string
  const known = statistics.get(name) ?? { value: stored, seen: [] }
  if (known.seen.includes(seen.id)) return
  const m = c.layer.config['momentum'] as number
  const value = builder.within({ local: `${c.layer.id}.${role}` }, () => builder.add('add', [
    builder.add('mul', [known.value, scalar(builder, m)]),
    builder.add('mul', [builder.add('stopGradient', [now]), scalar(builder, 1 - m)])
  ]))
  statistics.set(name, { value, seen: [...known.seen, seen.id] })
}

function withBias(c: Context, y: Ref): Ref {
  const bias = weight(c, 'bias')
  return bias ? c.scope.target.builder.add('add', [y, bias]) : y
}

function weight(c: Context, role: string): Ref | undefined {
  const source = c.layer.weights[role]
  if (source === undefined) return undefined
  if (typeof source !== 'string') return c.lower(c.scope, source).ref
  return entry(c.scope, source, shapeOfEntry(c.scope.target.model, source))
}

/** The shape that the checker gave a parameter. */
export function shapeOfEntry(model: Model, name: string): readonly number[] {
  for (const network of model.networks) {
    const found = network.parameters.find((p) => p.entry === name)
    if (found) return found.shape
  }
  throw new Error(`the model has no parameter ${name}: a fault of the checker`)
}

const text = (c: Context, name: string): string => c.layer.config[name] as string
