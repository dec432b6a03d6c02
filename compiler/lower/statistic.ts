/** What an expression asks of a whole split: `E[x in S: e]`, `max[x in S: e]`, `quantile([x in S: e], q)`. */
import type { Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import type { StatisticName } from './plan.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'
import type { Population, WholeSplits } from './whole.ts'
import { isStatistic } from '../model/whole.ts'
import { Unsupported } from './scope.ts'
import { collectionOf } from './whole.ts'

type CallExpr = Extract<Expr, { kind: 'call' }>
type Bind = Extract<Expr, { kind: 'bind' }>

export function wholeOf(scope: Scope, span: Span): WholeSplits {
  if (scope.target.whole === null) throw new Unsupported('a value over a whole split here', span)
  return scope.target.whole
}

export function lowerStatistic(scope: Scope, expr: CallExpr): Value {
  const whole = wholeOf(scope, expr.span)
  const collections = expr.args.map((arg) => collectionOf(scope, arg))
  if (isStatistic(expr.op)) return whole.statistic(scope, expr.op, collections, expr.options as Readonly<Record<string, number>>, false)
  const [only] = collections
  if (expr.op === 'mean') return whole.average(only!.scope, only!.population, { ...expr, args: [only!.body], type: { ...expr.type, per: 'sample' } })
  return whole.statistic(scope, expr.op as StatisticName, collections, {}, false)
}

/** Reduces over the rows or draws of the first binder; the binders after it are bound for each of them. */
export function lowerOverSamples(scope: Scope, expr: Bind): Value {
  const whole = wholeOf(scope, expr.span)
  const [first, ...rest] = expr.binders
  if (first?.kind !== 'rows' && first?.kind !== 'draws') throw new Error('the first binder is over no samples: a fault of the caller')
  const population: Population = first.kind === 'rows' ? { kind: 'rows', binder: first } : { kind: 'draws', binder: first }
  const body: Expr = rest.length === 0 ? expr.body : { ...expr, binders: rest, type: { ...expr.type, per: 'sample' } }
  switch (expr.reducer) {
    case 'E': case 'mean': return whole.average(scope, population, body)
    case 'sum': case 'max': case 'min': {
      const where = first.kind === 'rows' && first.set.rows === null ? first.set.where : null
      return whole.statistic(scope, expr.reducer, [{ scope, population, body, where }], {}, true)
    }
    case 'array': throw new Unsupported('an array over rows that no statistic takes', expr.span)
    case 'argmax': case 'argmin': throw new Unsupported(`${expr.reducer} over rows`, expr.span)
  }
}
