/** Binders: what `v ~ d, k` and `v in S` put into scope, and what a reduction does with the axes they open. */
import type { Binder, Expr } from '../model/model.ts'
import type { LeadAxis, Value } from './value.ts'
import type { Scope } from './scope.ts'
import { logSumExp, reshape, scalar } from '../ops/compose.ts'
import { draw } from './distribution.ts'
import { lower } from './expression.ts'
import { lowerLog } from './logarithm.ts'
import { lowerOverSamples } from './statistic.ts'
import { ROWS_AT_ONCE } from './whole.ts'
import { Unsupported, bound, newAxis, withEnumeration, withVariables } from './scope.ts'
import { elementwise } from './call.ts'
import { eventRank, leadToEvent, plain, reduceLead, reshapeEvent } from './value.ts'

type Bind = Extract<Expr, { kind: 'bind' }>

/** The scope inside a binder, and the axis it opened, if any (a single draw opens none). */
export function enter(scope: Scope, binder: Binder): { readonly scope: Scope; readonly axis: LeadAxis | null } {
  switch (binder.kind) {
    case 'draws': {
      const axis = binder.count === 1 ? null : newAxis(scope, binder.variable, binder.count, 'draws')
      const inner = axis ? { ...scope, bound: [...scope.bound, axis] } : scope
      const site = scope.target.sites.get(binder) ?? binder.variable
      // Made where it is used: parameters of the distribution may name variables of an outer binder.
      const drawn = scope.target.builder.within({ local: binder.variable }, () => draw(inner, binder.from, site, lower))
      return { scope: withVariables(inner, [[binder.variable, bound(drawn)]]), axis }
    }
    case 'values': {
      const axis = newAxis(scope, binder.variable, binder.values.length, 'values')
      const inner = { ...scope, bound: [...scope.bound, axis] }
      return { scope: withEnumeration(inner, binder.variable, (s) => enumeration(s, binder, axis)), axis }
    }
    case 'rows':
      throw new Unsupported('a binder over the rows of a split here', binder.span)
    case 'path': {
      const axis = newAxis(scope, binder.variable, binder.count!, 'values')
      const inner = { ...scope, bound: [...scope.bound, axis] }
      return { scope: withEnumeration(inner, binder.variable, (s) => along({ ...s, variables: scope.variables }, binder, axis)), axis }
    }
  }
}

/** The values themselves along their axis. A recipe, so that every program that uses them has its own constant. */
export function enumeration(scope: Scope, binder: Extract<Binder, { kind: 'values' }>, axis: LeadAxis): Value {
  const { builder } = scope.target
  const values = builder.add('tensor', [], { values: binder.values, shape: [binder.values.length] })
  const integer = binder.type.kind.name === 'label' || binder.type.kind.name === 'tokens'
  return { ref: integer ? builder.add('cast', [values], { dtype: 'int32' }) : values, lead: [axis] }
}

/** The points of a straight line, its ends included. `scope`: that of the ends. */
function along(scope: Scope, { from, to }: Extract<Binder, { kind: 'path' }>, axis: LeadAxis): Value {
  const count = axis.size as number
  const [start, end] = [lower(scope, from), lower(scope, to)]
  const shares = scope.target.builder.add('tensor', [], { values: Array.from({ length: count }, (_, i) => i / Math.max(1, count - 1)), shape: [count] })
  const share = reshapeEvent(scope.target.builder, { ref: shares, lead: [axis] }, new Array<number>(eventRank(start)).fill(1))
  return elementwise(scope, 'add', [start, elementwise(scope, 'mul', [share, elementwise(scope, 'sub', [end, start])])])
}

export function lowerBind(scope: Scope, expr: Bind): Value {
  const rows = expr.binders.findIndex((b) => b.kind === 'rows')
  if (rows === 0) return lowerOverSamples(scope, expr)
  if (rows > 0) return lowerBind(scope, { ...expr, binders: expr.binders.slice(0, rows), body: { ...expr, binders: expr.binders.slice(rows) } })
  const [first] = expr.binders
  // More draws than fit beside one another are taken batch by batch.
  if (expr.reducer === 'E' && first?.kind === 'draws' && first.count > ROWS_AT_ONCE && scope.sample === null && scope.population) return lowerOverSamples(scope, expr)
  const { inner, axes } = enterAll(scope, expr.binders)
  const body = lower(inner, expr.body)
  return axes.reduceRight((value, axis, i) => reduce(scope, expr, value, axis, expr.binders[i]!), body)
}

function enterAll(scope: Scope, binders: readonly Binder[]): { readonly inner: Scope; readonly axes: readonly (LeadAxis | null)[] } {
  let inner = scope
  const axes = binders.map((binder) => {
    const entered = enter(inner, binder)
    inner = entered.scope
    return entered.axis
  })
  return { inner, axes }
}

function reduce(scope: Scope, expr: Bind, value: Value, axis: LeadAxis | null, binder: Binder): Value {
  if (axis === null) return value
  const { builder } = scope.target
  switch (expr.reducer) {
    case 'E':
      return reduceLead(builder, 'mean', value, axis)
    case 'sum': case 'mean': case 'max': case 'min':
      return reduceLead(builder, expr.reducer, value, axis)
    case 'array':
      return leadToEvent(builder, value, axis)
    case 'argmax': case 'argmin': {
      const last = leadToEvent(builder, expr.reducer === 'argmax' ? value : elementwise(scope, 'neg', [value]), axis)
      const at = builder.add('argMax', [last.ref], { axis: last.ref.shape.length - 1 })
      if (binder.kind !== 'values' || binder.values.every((v, i) => v === i)) return { ref: at, lead: last.lead }
      const { ref: table } = enumeration(scope, binder, axis)
      return { ref: builder.add('gather', [table, at]), lead: last.lead }
    }
  }
}

/** `log E[z ~ d, k: e]` for `e` a product of densities: log Σ exp(log e) − log k. */
export function logSumExpOverDraws(scope: Scope, expr: Bind): Value {
  const { builder } = scope.target
  const { inner, axes } = enterAll(scope, expr.binders)
  let value = lowerLog(inner, expr.body)
  for (const axis of [...axes].reverse()) {
    if (axis === null) continue
    const last = leadToEvent(builder, value, axis)
    const total = logSumExp(builder, last.ref, -1)
    value = elementwise(scope, 'sub', [{ ref: reshape(builder, total, last.ref.shape.slice(0, -1)), lead: last.lead }, plain(scalar(builder, Math.log(axis.size as number)))])
  }
  return value
}
