/**
 * Distributions over values: density, draw, mean, mode and divergence of each family. Formulas as in
 * torch.distributions; densities and divergences sum over the event.
 */
import type { Dist, DistributionUse, Expr } from '../model/model.ts'
import type { Binding, Scope } from './scope.ts'
import type { Value } from './value.ts'
import { indicator, logSumExp, scalar } from '../ops/compose.ts'
import { elementwise, oneHot, select, stack } from './call.ts'
import { bound, distributionOf, noise, withVariables } from './scope.ts'
import { eventRank, plain, reduceEvent, reshapeEvent, spread } from './value.ts'

type LowerExpr = (scope: Scope, expr: Expr) => Value
type Family<F extends Dist['family']> = Extract<Dist, { family: F }>

/** Arithmetic on values, so that the formulas below read as formulas. */
const maths = (scope: Scope) => {
  const number = (a: Value | number): Value => (typeof a === 'number' ? plain(scalar(scope.target.builder, a)) : a)
  const op = (name: string) => (...args: (Value | number)[]): Value => elementwise(scope, name, args.map(number))
  return { add: op('add'), sub: op('sub'), mul: op('mul'), div: op('div'), exp: op('exp'), log: op('log'), sqrt: op('sqrt'), square: op('square'),
    neg: op('neg'), abs: op('abs'), sign: op('sign'), softplus: op('softplus'), less: op('less'),
    select: (c: Value, a: Value | number, b: Value | number): Value => select(scope, c, number(a), number(b)),
    sum: (v: Value): Value => reduceEvent(scope.target.builder, 'sum', v) }
}

const LOG_2PI = Math.log(2 * Math.PI)

/** The distribution of a use, in the scope in which its parameters are to be read. */
export function resolve(scope: Scope, use: DistributionUse, lower: LowerExpr): { readonly dist: Dist; readonly scope: Scope } {
  if (use.kind === 'inline') return { dist: use.value, scope }
  const equation = distributionOf(scope, use.key)
  const given = Object.entries(use.given).map(([name, expr]): [string, Binding] => [name, bound(lower(scope, expr))])
  return { dist: equation.value, scope: given.length ? withVariables(scope, given) : scope }
}

interface NormalParts { readonly loc: Value; readonly std: Value; readonly variance: Value; readonly logvar: Value }

/** The three spellings of a spread, each from the one that was given. */
function normalParts(scope: Scope, dist: Family<'Normal'>, lower: LowerExpr): NormalParts {
  const m = maths(scope)
  const loc = lower(scope, dist.loc)
  const value = lower(scope, dist.spread.value)
  // Made when asked for: an unused spelling would only be dead code to remove.
  return {
    loc,
    get std() { return dist.spread.as === 'std' ? value : dist.spread.as === 'variance' ? m.sqrt(value) : m.exp(m.mul(value, 0.5)) },
    get variance() { return dist.spread.as === 'variance' ? value : dist.spread.as === 'std' ? m.square(value) : m.exp(value) },
    get logvar() { return dist.spread.as === 'logvar' ? value : dist.spread.as === 'variance' ? m.log(value) : m.mul(m.log(value), 2) }
  }
}

const eventSizes = (dist: Dist): number[] => dist.event.map((a) => a.size)

/** Stretches parameters that broadcast over the event (`Normal(0, 1)[latent]`) to all of it. */
function full(scope: Scope, v: Value, dist: Dist): Value {
  const { builder } = scope.target
  const zeros = plain(builder.add('broadcastTo', [scalar(builder, 0)], { shape: eventSizes(dist) }))
  return eventRank(v) === dist.event.length && dist.event.length > 0 && sameEvent(v, dist) ? v
    : dist.event.length === 0 ? v : spread(builder, elementwise(scope, 'add', [v, zeros]), v.lead)
}

const sameEvent = (v: Value, dist: Dist): boolean => dist.event.every((a, i) => v.ref.shape[v.lead.length + i] === a.size)

/** log p(value), one number a sample. */
export function logProb(outer: Scope, use: DistributionUse, value: Value, lower: LowerExpr): Value {
  const { dist, scope } = resolve(outer, use, lower)
  return logProbOf(scope, dist, value, lower)
}

function logProbOf(scope: Scope, dist: Dist, x: Value, lower: LowerExpr): Value {
  const m = maths(scope)
  switch (dist.family) {
    case 'Normal': {
      const p = normalParts(scope, dist, lower)
      return m.mul(m.sum(full(scope, m.add(m.div(m.square(m.sub(x, p.loc)), p.variance), m.add(p.logvar, LOG_2PI)), dist)), -0.5)
    }
    case 'Laplace': {
      const scale = lower(scope, dist.scale)
      return m.neg(m.sum(full(scope, m.add(m.div(m.abs(m.sub(x, lower(scope, dist.loc))), scale), m.log(m.mul(scale, 2))), dist)))
    }
    case 'Uniform': {
      const [low, high] = [lower(scope, dist.low), lower(scope, dist.high)]
      const outside = elementwise(scope, 'or', [m.less(x, low), m.less(high, x)])
      return m.sum(full(scope, m.select(outside, -Infinity, m.neg(m.log(m.sub(high, low)))), dist))
    }
    case 'Bernoulli': {
      // x·a − softplus(a) = x log σ(a) + (1 − x) log(1 − σ(a))
      const a = logitsOf(scope, dist, lower)
      return m.sum(full(scope, m.sub(m.mul(x, a), m.softplus(a)), dist))
    }
    case 'Categorical': {
      const picked = m.mul(oneHot(scope, x, dist.classes), logProbabilities(scope, dist, lower))
      const each = reduceEvent(scope.target.builder, 'sum', picked, -1)
      return m.sum(each)
    }
    case 'Mixture': {
      const parts = dist.components.map((c, i) => m.add(logProbOf(scope, c, x, lower), logWeight(scope, dist, i, lower)))
      const all = stack(scope, parts)
      return { ref: logSumExp(scope.target.builder, all.ref, -1), lead: all.lead }
    }
  }
}

function logWeight(scope: Scope, dist: Family<'Mixture'>, i: number, lower: LowerExpr): Value {
  if (!dist.weights) return plain(scalar(scope.target.builder, -Math.log(dist.components.length)))
  return maths(scope).log(lower(scope, dist.weights[i]!))
}

/** The chance of one of the first i + 1 components, for each but the last. */
function sharesUpTo(scope: Scope, dist: Family<'Mixture'>, lower: LowerExpr): readonly Value[] {
  const { builder } = scope.target
  const k = dist.components.length
  const shares = dist.components.slice(0, -1).map((_, i) => (dist.weights ? lower(scope, dist.weights[i]!) : plain(scalar(builder, (i + 1) / k))))
  if (!dist.weights) return shares
  const upTo: Value[] = []
  for (const share of shares) upTo.push(upTo.length === 0 ? share : maths(scope).add(upTo.at(-1)!, share))
  return upTo
}

/** Logits of a Bernoulli however it was parameterised. */
function logitsOf(scope: Scope, dist: Family<'Bernoulli'>, lower: LowerExpr): Value {
  const value = lower(scope, dist.parameter.value)
  if (dist.parameter.as === 'logits') return value
  if (value.logit) return { ref: value.logit, lead: value.lead }
  const m = maths(scope)
  return m.sub(m.log(value), m.log(m.sub(1, value)))
}

function logProbabilities(scope: Scope, dist: Family<'Categorical'>, lower: LowerExpr): Value {
  const value = lower(scope, dist.parameter.value)
  if (dist.parameter.as === 'probability') return maths(scope).log(value)
  return { ref: scope.target.builder.add('logSoftmax', [value.ref]), lead: value.lead }
}

/** A draw; `site` names its noise. Reparameterised where the family allows it, so that gradients pass through. */
export function draw(outer: Scope, use: DistributionUse, site: string, lower: LowerExpr): Value {
  const { dist, scope } = resolve(outer, use, lower)
  return drawOf(scope, dist, site, lower)
}

function drawOf(scope: Scope, dist: Dist, site: string, lower: LowerExpr): Value {
  const m = maths(scope)
  switch (dist.family) {
    case 'Normal': {
      const eps = noise(scope, site, 'normal', eventSizes(dist))
      const p = normalParts(scope, dist, lower)
      return standard(dist) ? eps : m.add(p.loc, m.mul(p.std, eps))
    }
    case 'Uniform': {
      const u = noise(scope, site, 'uniform', eventSizes(dist))
      const [low, high] = [lower(scope, dist.low), lower(scope, dist.high)]
      return m.add(low, m.mul(m.sub(high, low), u))
    }
    case 'Laplace': {
      const u = m.sub(noise(scope, site, 'uniform', eventSizes(dist)), 0.5)
      const tail = m.log(m.sub(1, m.mul(m.abs(u), 2)))
      return m.sub(lower(scope, dist.loc), m.mul(lower(scope, dist.scale), m.mul(m.sign(u), tail)))
    }
    case 'Bernoulli': {
      const u = noise(scope, site, 'uniform', eventSizes(dist))
      const p = elementwise(scope, 'sigmoid', [logitsOf(scope, dist, lower)])
      const one = m.less(u, p)
      return { ...one, ref: indicator(scope.target.builder, one.ref) }
    }
    case 'Categorical': {
      // Gumbel: argmax of log p − log(−log u).
      const u = noise(scope, site, 'uniform', [...eventSizes(dist), dist.classes])
      const scores = m.sub(logProbabilities(scope, dist, lower), m.log(m.neg(m.log(m.add(u, 1e-20)))))
      return { ref: scope.target.builder.add('argMax', [scores.ref], { axis: scores.ref.shape.length - 1 }), lead: scores.lead }
    }
    case 'Mixture': {
      const u = noise(scope, `${site}.component`, 'uniform', [])
      const draws = dist.components.map((c, i) => drawOf(scope, c, `${site}.${i}`, lower))
      const upTo = sharesUpTo(scope, dist, lower)
      return draws.slice(0, -1).reduceRight((rest, d, i) => m.select(matchRank(scope, m.less(u, upTo[i]!), d), d, rest), draws.at(-1)!)
    }
  }
}

const matchRank = (scope: Scope, flag: Value, like: Value): Value => reshapeEvent(scope.target.builder, flag, new Array<number>(eventRank(like)).fill(1))

const isConstant = (e: Expr, value: number): boolean => e.kind === 'constant' && e.value === value
const standard = (d: Family<'Normal'>): boolean => isConstant(d.loc, 0) && d.spread.as !== 'logvar' && isConstant(d.spread.value, 1)

/** `mean(p(x | z))` and `mode(…)`: event-shaped. */
export function statistic(outer: Scope, use: DistributionUse, which: 'mean' | 'mode', lower: LowerExpr): Value {
  const { dist, scope } = resolve(outer, use, lower)
  return statisticOf(scope, dist, which, lower)
}

function statisticOf(scope: Scope, dist: Dist, which: 'mean' | 'mode', lower: LowerExpr): Value {
  const { builder } = scope.target
  const m = maths(scope)
  switch (dist.family) {
    case 'Normal':
    case 'Laplace':
      return full(scope, lower(scope, dist.loc), dist)
    case 'Uniform':
      return full(scope, m.mul(m.add(lower(scope, dist.low), lower(scope, dist.high)), 0.5), dist)
    case 'Bernoulli': {
      const a = logitsOf(scope, dist, lower)
      if (which === 'mean') return { ref: builder.add('sigmoid', [a.ref]), lead: a.lead, logit: a.ref }
      const one = m.less(plain(scalar(builder, 0)), a)
      return { ...one, ref: indicator(builder, one.ref) }
    }
    case 'Categorical': {
      const logits = lower(scope, dist.parameter.value)
      if (which === 'mode') return { ref: builder.add('argMax', [logits.ref], { axis: logits.ref.shape.length - 1 }), lead: logits.lead }
      return dist.parameter.as === 'probability' ? logits : { ref: builder.add('softmax', [logits.ref]), lead: logits.lead }
    }
    case 'Mixture': {
      if (which === 'mode') throw new Error('a mixture has no mode: a fault of the checker')
      const means = dist.components.map((c) => statisticOf(scope, c, 'mean', lower))
      const shares = dist.weights
      if (shares) return means.map((mean, i) => m.mul(mean, lower(scope, shares[i]!))).reduce((a, b) => m.add(a, b))
      return m.mul(means.reduce((a, b) => m.add(a, b)), 1 / means.length)
    }
  }
}

/**
 * KL(left ‖ right), one number a sample: the closed form where the families have one, else the difference of log
 * densities at one draw from the left.
 */
export function divergence(outer: Scope, left: DistributionUse, right: DistributionUse, site: string, lower: LowerExpr): Value {
  const p = resolve(outer, left, lower)
  const q = resolve(outer, right, lower)
  const m = maths(outer)
  if (p.dist.family === 'Normal' && q.dist.family === 'Normal') {
    const a = normalParts(p.scope, p.dist, lower)
    const b = normalParts(q.scope, q.dist, lower)
    if (standard(q.dist)) {
      // ½ Σ (μ² + σ² − 1 − log σ²)
      return m.mul(m.sum(full(outer, m.sub(m.add(m.square(a.loc), a.variance), m.add(a.logvar, 1)), p.dist)), 0.5)
    }
    const ratio = m.div(m.add(a.variance, m.square(m.sub(a.loc, b.loc))), b.variance)
    return m.mul(m.sum(full(outer, m.sub(m.add(ratio, m.sub(b.logvar, a.logvar)), 1), p.dist)), 0.5)
  }
  if (p.dist.family === 'Bernoulli' && q.dist.family === 'Bernoulli') {
    // p (a − b) − softplus(a) + softplus(b), with p = σ(a)
    const [a, b] = [logitsOf(p.scope, p.dist, lower), logitsOf(q.scope, q.dist, lower)]
    const mean = elementwise(outer, 'sigmoid', [a])
    return m.sum(full(outer, m.add(m.sub(m.mul(mean, m.sub(a, b)), m.softplus(a)), m.softplus(b)), p.dist))
  }
  if (p.dist.family === 'Categorical' && q.dist.family === 'Categorical') {
    const [a, b] = [logProbabilities(p.scope, p.dist, lower), logProbabilities(q.scope, q.dist, lower)]
    return m.sum(m.mul(m.exp(a), m.sub(a, b)))
  }
  const sample = drawOf(p.scope, p.dist, site, lower)
  return m.sub(logProbOf(p.scope, p.dist, sample, lower), logProbOf(q.scope, q.dist, sample, lower))
}
