/**
 * What an expression is lowered in: a program under construction, an environment of variables, a mode.
 *
 * Variables are bound to recipes, not to nodes, because one environment may be used in two programs: a metric's
 * average is taken in a sweep and used in the arithmetic that follows.
 */
import type { Span } from '../../grammar/ast.ts'
import type { Feed, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import type { DistributionEquation, Equation, Model, Network, Stage } from '../model/model.ts'
import type { LeadAxis, Value } from './value.ts'
import type { Population, WholeSplits } from './whole.ts'
import { productOf } from '../graph/graph.ts'
import { reshape } from '../ops/compose.ts'
import { leadSizes } from './value.ts'

/** Accepted by the checker, not compiled: becomes a diagnostic that names the construct. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
  readonly construct: string
  readonly span: Span
  constructor(construct: string, span: Span) {
    super(`${construct} is not compiled yet`)
    this.construct = construct
    this.span = span
  }
}

export type Binding = (scope: Scope) => Value

/** The program being built and all that is the same throughout it. */
export interface Target {
  readonly builder: Builder
  readonly model: Model
  readonly stage: Stage
  /** Layers behave as in training (dropout, batch statistics) in networks for which this holds. */
  readonly training: (network: string) => boolean
  readonly stream: 'train' | 'eval'
  /** Current versions of store entries: steps replace them, later steps read the replaced ones. */
  readonly versions: Map<string, Ref>
  /** Which application of a network this is, by network and arguments. */
  readonly applications: Map<string, number>
  /** New running statistics wait here for a step of their owner; `seen` are the batches that went into them. */
  readonly statistics: Map<string, { readonly value: Ref; readonly seen: readonly number[] }>
  /** Names of random sites, by the binder or draw that asks for noise. */
  readonly sites: ReadonlyMap<object, string>
  /** Where values over whole splits come from; null in a round, which sees one batch. */
  readonly whole: WholeSplits | null
}

export interface Scope {
  readonly target: Target
  readonly variables: ReadonlyMap<string, Binding>
  /** What enumerations and paths around here bind: a value over a whole split may depend on it. */
  readonly carried: ReadonlyMap<string, Binding>
  /** What rows, draws and arguments around here bind: it belongs to one sample of this program. */
  readonly own: ReadonlySet<string>
  /** Whom `E[…]` averages over, beyond the samples of this program; null where it is a mean over those. */
  readonly population: Population | null
  /** Null where there are no samples: a schedule, arithmetic on averages. */
  readonly sample: LeadAxis | null
  /** Axes bound around here, for noise of their own and for ordering. */
  readonly bound: readonly LeadAxis[]
  /** Which pass of the round. */
  readonly pass: number
  /** The network whose body this is; null outside bodies. */
  readonly network: string | null
}

/** Binds what one sample of this program has. */
export function withVariables(scope: Scope, more: Iterable<readonly [string, Binding]>): Scope {
  const added = new Map(more)
  return {
    ...scope, variables: new Map([...scope.variables, ...added]), own: new Set([...scope.own, ...added.keys()]),
    carried: new Map([...scope.carried].filter(([name]) => !added.has(name)))
  }
}

/** Binds what is the same for every sample; the recipe must work in other programs too. */
export const withEnumeration = (scope: Scope, name: string, binding: Binding): Scope => ({
  ...scope, variables: new Map([...scope.variables, [name, binding]]), carried: new Map([...scope.carried, [name, binding]]),
  own: new Set([...scope.own].filter((other) => other !== name))
})

/** A value made once and found again, for bindings within one program. */
export const bound = (value: Value): Binding => () => value

export function equationOf({ target }: Scope, name: string): Equation {
  return required(target.stage.equations.find((e) => e.name === name) ?? target.model.equations.find((e) => e.name === name), `equation ${name}`)
}

export function networkOf({ target }: Scope, name: string): Network {
  return required(target.stage.networks.find((n) => n.name === name) ?? target.model.networks.find((n) => n.name === name), `network ${name}`)
}

export const distributionOf = ({ target }: Scope, key: string): DistributionEquation =>
  required(target.model.distributions.find((d) => d.key === key), `distribution ${key}`)

function required<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the model has no ${what}: a fault of the checker`)
  return found
}

/** The present version of a store entry. */
export function entry({ target }: Scope, name: string, shape: Shape): Ref {
  const known = target.versions.get(name)
  if (known) return known
  const read = target.builder.add('read', [], { entry: name, shape, dtype: 'float32' })
  target.versions.set(name, read)
  return read
}

/**
 * Noise of a site with its own numbers for every sample and every surrounding draw; enumerations share it.
 * The lead is [draws…, sample].
 */
export function noise(scope: Scope, site: string, distribution: 'normal' | 'uniform', event: readonly number[]): Value {
  const { builder, stream } = scope.target
  const draws = scope.bound.filter((a) => a.kind === 'draws').sort((a, b) => b.order - a.order)
  const lead = [...draws, ...(scope.sample ? [scope.sample] : [])]
  const count = draws.reduce((n, a) => n * (a.size as number), 1)
  const size = event.reduce((n, d) => n * d, 1)
  const batch = scope.sample?.size ?? 1
  const flat: Shape = count > 1 ? [count, batch, size] : [batch, size]
  const ref = builder.add('random', [], { distribution, stream, site, draws: count, size, pass: scope.pass, shape: flat })
  return { ref: reshape(builder, ref, [...leadSizes(lead), ...event]), lead }
}

/** A feed as a value whose first axes are `lead`. */
export function feed(scope: Scope, spec: Feed, lead: readonly LeadAxis[], event: Shape): Value {
  const ref = scope.target.builder.input(spec)
  return { ref: reshape(scope.target.builder, ref, [...leadSizes(lead), ...event]), lead }
}

/** A new axis inside everything bound so far. */
export function newAxis(scope: Scope, name: string, size: number, kind: LeadAxis['kind']): LeadAxis {
  const order = 1 + Math.max(0, ...scope.bound.map((a) => a.order))
  return { name: `${name}#${order}`, size, order, kind }
}

/** How many samples a lead holds. */
export const leadCount = (lead: readonly LeadAxis[]) => productOf(leadSizes(lead))
