/**
 * Logarithms of products, ratios and averages of densities, without leaving log space: `log E[z ~ q, 500: p / q]` is a
 * log-sum-exp, as importance sampling needs.
 */
import type { Expr } from '../model/model.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'
import { scalar } from '../ops/compose.ts'
import { logSumExpOverDraws } from './bind.ts'
import { elementwise, lowerCall } from './call.ts'
import { logProb } from './distribution.ts'
import { insideEquation, lower } from './expression.ts'
import { equationOf } from './scope.ts'
import { plain } from './value.ts'

/** Whether an expression is built from densities in a way that `lowerLog` follows, through lets too. */
export function isLogForm(scope: Scope, e: Expr): boolean {
  if (e.kind === 'density') return !e.log
  if (e.kind === 'equation') return isLogForm(scope, equationOf(scope, e.name).value)
  if (e.kind === 'bind') return e.reducer === 'E' && e.binders.every((b) => b.kind === 'draws') && isLogForm(scope, e.body)
  if (e.kind === 'call' && (e.op === 'mul' || e.op === 'div')) return e.args.some((arg) => isLogForm(scope, arg))
  return false
}

export function lowerLog(scope: Scope, e: Expr): Value {
  if (e.kind === 'density' && !e.log) return logProb(scope, e.of, lower(scope, e.value), lower)
  if (e.kind === 'equation' && isLogForm(scope, e)) return insideEquation(scope, e, lowerLog)
  if (e.kind === 'bind' && isLogForm(scope, e)) return logSumExpOverDraws(scope, e)
  if (e.kind === 'call' && (e.op === 'mul' || e.op === 'div') && isLogForm(scope, e)) {
    return elementwise(scope, e.op === 'mul' ? 'add' : 'sub', e.args.map((a) => lowerLog(scope, a)))
  }
  if (e.kind === 'constant') return plain(scalar(scope.target.builder, Math.log(e.value)))
  const log = { kind: 'call', op: 'log', args: [e], options: {}, type: e.type, span: e.span } as const
  return lowerCall(scope, log, [lower(scope, e)])
}
