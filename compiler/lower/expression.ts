/** Expressions to nodes: one case a kind of expression, evaluated in a scope. */
import type { Expr } from '../model/model.ts'
import type { Scope } from './scope.ts'
import type { Ref } from '../graph/builder.ts'
import type { LeadAxis, Value } from './value.ts'
import { takesRows } from '../model/whole.ts'
import { scalar, transpose } from '../ops/compose.ts'
import { lowerBind } from './bind.ts'
import { elementwise, lowerCall, oneHot, stack, sumOfSquares } from './call.ts'
import { divergence, logProb, statistic } from './distribution.ts'
import { lowerLayer, shapeOfEntry } from './layer.ts'
import { isLogForm, lowerLog } from './logarithm.ts'
import { lowerStatistic, wholeOf } from './statistic.ts'
import { Unsupported, bound, entry, equationOf, feed, leadCount, networkOf, withVariables } from './scope.ts'
import { collapse, eventOf, eventRank, expand, leadToEvent, plain, reduceEvent, reduceLead, reshapeEvent, spread, unionLead } from './value.ts'

type Kind<K extends Expr['kind']> = Extract<Expr, { kind: K }>
type Derivative = Extract<Expr, { wrt: Expr }>

export function lower(scope: Scope, expr: Expr): Value {
  return scope.target.builder.within({ span: expr.span }, () => lowerKind(scope, expr))
}

function lowerKind(scope: Scope, expr: Expr): Value {
  const { builder, model } = scope.target
  switch (expr.kind) {
    case 'constant':
      return plain(scalar(builder, expr.value))
    case 'array':
      return stack(scope, expr.items.map((item) => lower(scope, item)))
    case 'variable': {
      const binding = scope.variables.get(expr.name)
      if (!binding) throw new Error(`nothing is bound to ${expr.name}: a fault of the checker`)
      return binding(scope)
    }
    case 'equation':
      return insideEquation(scope, expr, lower)
    case 'weight':
      return plain(entry(scope, expr.name, model.weights.find((w) => w.name === expr.name)?.shape ?? []))
    case 'parameter':
      return plain(entry(scope, expr.entry, shapeOfEntry(model, expr.entry)))
    case 'clock':
      return feed(scope, { kind: 'clock', clock: expr.clock, name: expr.clock, shape: [], dtype: 'float32' }, [], [])
    case 'call':
      return lowerCallExpr(scope, expr)
    case 'layer':
      return lowerLayer(scope, expr, lower(scope, expr.input), lower)
    case 'block': {
      const inputs = expr.bindings.map((b) => [b.name, bound(lower(scope, b.value))] as const)
      return lowerBody({ ...scope, variables: new Map(inputs) }, expr.body)[0]!
    }
    case 'apply':
      return lowerApply(scope, expr)
    case 'density': {
      const logDensity = logProb(scope, expr.of, lower(scope, expr.value), lower)
      return expr.log ? logDensity : elementwise(scope, 'exp', [logDensity])
    }
    case 'divergence':
      return divergence(scope, expr.left, expr.right, scope.target.sites.get(expr) ?? 'divergence', lower)
    case 'statistic':
      return statistic(scope, expr.of, expr.which, lower)
    case 'expectation': {
      if (scope.population) return wholeOf(scope, expr.span).average(scope, scope.population, expr.body)
      const body = lower(scope, expr.body)
      return scope.sample ? reduceLead(builder, 'mean', body, scope.sample) : body
    }
    case 'bind':
      return lowerBind(scope, expr)
    case 'grad':
      return lowerGrad(scope, expr)
    case 'jacobian':
      return lowerJacobian(scope, expr)
    case 'index':
      return lowerIndex(scope, expr)
    case 'row': {
      const event = expr.type.shape.map((a) => a.size)
      const integer = expr.type.kind.name === 'label' || expr.type.kind.name === 'tokens'
      const name = `${expr.dataset}.${expr.split}[${expr.row}].${expr.field}`
      return feed(scope, { kind: 'rows', dataset: expr.dataset, split: expr.split, field: expr.field, first: expr.row, count: 1,
        name, shape: [1, ...event], dtype: integer ? 'int32' : 'float32' }, [], event)
    }
  }
}

/** A let, term or metric: its expression, lowered by `how` in the scope of whoever uses it. */
export function insideEquation(scope: Scope, expr: Kind<'equation'>, how: (inner: Scope, e: Expr) => Value): Value {
  const equation = equationOf(scope, expr.name)
  const given = Object.entries(expr.given).map(([name, value]) => [name, bound(lower(scope, value))] as const)
  const inner = given.length ? withVariables(scope, given) : scope
  const part = equation.role === 'term' ? { term: equation.name } : equation.role === 'let' ? { local: equation.name } : {}
  return scope.target.builder.within(part, () => how(inner, equation.value))
}

function lowerCallExpr(scope: Scope, expr: Kind<'call'>): Value {
  const [first, second] = expr.args
  if (takesRows(expr)) return lowerStatistic(scope, expr)
  if (expr.op === 'log' && first && isLogForm(scope, first)) return lowerLog(scope, first)
  // ‖e‖² as a sum of squares: no root to differentiate at 0, and the form that the contractive penalty is known by.
  if (expr.op === 'pow' && first?.kind === 'call' && first.op === 'norm' && second?.kind === 'constant' && second.value === 2) {
    return sumOfSquares(scope, lower(scope, first.args[0]!))
  }
  return lowerCall(scope, expr, expr.args.map((a) => lower(scope, a)))
}

function lowerApply(scope: Scope, expr: Kind<'apply'>): Value {
  const network = networkOf(scope, expr.network)
  const args = expr.args.map((a) => lower(scope, a))
  const { builder, versions, applications } = scope.target
  const weights = network.parameters.map((p) => versions.get(p.entry)?.id ?? '').join()
  const key = `${network.name}(${args.map((a) => a.ref.id).join()})${weights}`
  const application = applications.get(key) ?? [...applications.keys()].filter((k) => k.startsWith(`${network.name}(`)).length
  applications.set(key, application)
  const { values, lead, merged } = merge(scope, args)
  const formals = network.formals.map((f, i) => [f.name, bound(values[i]!)] as const)
  const around = merged ? { ...scope, bound: lead.filter((a) => a.kind !== 'sample').map((a) => ({ ...a, kind: 'draws' as const })) } : scope
  const results = builder.within({ network: network.name, application }, () =>
    lowerBody({ ...around, variables: new Map(formals), network: network.name }, network.body, network.outputs.map(outputName)).map((v, i) => {
      const { type } = network.outputs[i]!
      return computing(scope, outputName(network.outputs[i]!), () => {
        const shaped = type.shape.length !== eventRank(v) ? reshapeEvent(builder, v, type.shape.map((a) => a.size)) : v
        return merged && shaped.lead.length ? unmerge(scope, shaped, lead) : shaped
      })
    }))
  const at = expr.output === null ? 0 : network.outputs.findIndex((o) => o.name === expr.output)
  return results[at]!
}

/**
 * Arguments with one leading axis, as layers want them: several axes (draws of a sample, labels enumerated) become one
 * for the whole body, and a value without any gets one of size 1, instead of reshaping at every layer.
 */
function merge(scope: Scope, args: readonly Value[]): { readonly values: readonly Value[]; readonly lead: readonly LeadAxis[]; readonly merged: boolean } {
  const { builder } = scope.target
  const lead = unionLead(...args.map((a) => a.lead))
  if (lead.length === 1) return { values: args, lead, merged: false }
  const axis: LeadAxis = { name: 'merged', size: leadCount(lead), order: 0, kind: 'sample' }
  return { values: args.map((a) => ({ ref: collapse(builder, spread(builder, a, lead)), lead: [axis] })), lead, merged: true }
}

function unmerge(scope: Scope, v: Value, lead: readonly LeadAxis[]): Value {
  const split = (ref: Ref): Ref => expand(scope.target.builder, ref, lead).ref
  return { ref: split(v.ref), lead, ...(v.logit && { logit: split(v.logit) }) }
}

/** `outputs`: names of the results; a block has none, what it makes belongs to the local that it stands in. */
function lowerBody(scope: Scope, body: Kind<'block'>['body'], outputs: readonly string[] = []): Value[] {
  let inner = scope
  for (const local of body.locals) {
    const value = computing(scope, local.name, () => lower(inner, local.value))
    inner = withVariables(inner, [[local.name, bound(value)]])
  }
  return body.results.map((r, i) => (outputs[i] === undefined ? lower(inner, r) : computing(scope, outputs[i], () => lower(inner, r))))
}

/** Lowers what a name stands for. Of a probability, what leads up to its logit is a value by itself: losses often read nothing else. */
function computing(scope: Scope, local: string, body: () => Value): Value {
  const { builder } = scope.target
  const first = builder.nodes.length
  const value = builder.within({ local }, body)
  const behind = new Set(value.logit ? [value.logit.id] : [])
  for (let id = value.logit?.id ?? -1; id >= first; id--) {
    const node = builder.nodes[id]!
    if (!behind.has(id)) continue
    for (const i of node.inputs) behind.add(i)
    if (node.origin.local === local) builder.nodes[id] = { ...node, origin: { ...node.origin, local: logitName(local) } }
  }
  return value
}

/** `G(z) -> real[2]`: a kind of number in place of a name says something unless any number will do. */
const outputName = ({ name }: { readonly name: string }): string => (name === 'real' ? 'output' : name)

const logitName = (probability: string): string => (probability === 'probability' ? 'logit' : `${probability}Logit`)

/** Sums over samples first: with samples independent, the gradient of the sum is each sample's own gradient. */
function lowerGrad(scope: Scope, expr: Derivative): Value {
  const { builder } = scope.target
  const x = lower(scope, expr.wrt)
  const y = lower(scope, expr.of)
  const total = y.lead.length ? builder.add('sum', [y.ref], { keepDims: false }) : y.ref
  return { ref: builder.add('grad', [total, x.ref]), lead: x.lead }
}

function lowerJacobian(scope: Scope, expr: Derivative): Value {
  const { builder } = scope.target
  const x = lower(scope, expr.wrt)
  const y = lower(scope, expr.of)
  const [sample, ...others] = x.lead
  if (sample === undefined || others.length > 0) throw new Unsupported('a jacobian by one of several draws or values', expr.span)
  // What y varies along and x does not are further rows, and leading axes again afterwards.
  const more = y.lead.filter((a) => a.name !== sample.name)
  const rows = more.reduce((v, axis) => leadToEvent(builder, v, axis), spread(builder, y, [sample]))
  const slopes = builder.add('jacobian', [rows.ref, x.ref])
  const lead = unionLead([sample], more)
  const from = [sample, ...more.toReversed()]
  const order = lead.map((a) => from.findIndex((f) => f.name === a.name))
  return { ref: transpose(builder, slopes, [...order, ...[...slopes.shape.keys()].slice(lead.length)]), lead }
}

function lowerIndex(scope: Scope, expr: Kind<'index'>): Value {
  const { builder } = scope.target
  let value = lower(scope, expr.object)
  let axis = 0
  for (const index of expr.indices) {
    if (index.kind === 'range') {
      value = slice(scope, value, axis, index.from, index.to - index.from + 1)
      axis++
    } else if (index.kind === 'constant') {
      const one = slice(scope, value, axis, index.value, 1)
      value = reshapeEvent(builder, one, eventOf(one).filter((_, i) => i !== axis))
    } else {
      value = pick(scope, value, axis, lower(scope, index))
    }
  }
  return value
}

function slice(scope: Scope, v: Value, axis: number, from: number, count: number): Value {
  const at = v.lead.length + axis
  const begin = v.ref.shape.map((_, i) => (i === at ? from : 0))
  const size = v.ref.shape.map((d, i) => (i === at ? count : d))
  return { ref: scope.target.builder.add('slice', [v.ref], { begin, size }), lead: v.lead }
}

/** `t[y]`: the element that the label names along an axis, as a product with its one-hot vector. */
function pick(scope: Scope, v: Value, axis: number, label: Value): Value {
  const event = eventOf(v)
  const chosen = oneHot(scope, label, event[axis] as number)
  const shaped = reshapeEvent(scope.target.builder, chosen, event.map((size, i) => (i === axis ? size : 1)))
  return reduceEvent(scope.target.builder, 'sum', elementwise(scope, 'mul', [v, shaped]), axis)
}

