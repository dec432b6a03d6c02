/** Recognises `log(1 - D(…))`. */
import type { Expr } from '../model/model.ts'
import type { World } from './checker.ts'
import { equationState } from './lookup.ts'

export interface Judged { readonly name: string; readonly judge: Expr; readonly args: readonly Expr[] }

/** The application inside log(1 - …), or null. */
export function stopsAt(world: World, expr: Expr): Judged | null {
  if (expr.kind !== 'call' || expr.op !== 'log') return null
  const rest = through(world, expr.args[0]!)
  if (rest.kind !== 'call' || rest.op !== 'sub') return null
  const one = rest.args[0]!
  if (one.kind !== 'constant' || one.value !== 1) return null
  const judge = through(world, rest.args[1]!)
  return judge.kind === 'apply' ? { name: judge.network, judge, args: judge.args } : null
}

function through(world: World, expr: Expr, depth = 0): Expr {
  if (expr.kind !== 'equation' || depth > 20) return expr
  const equation = equationState(world, expr.name)
  return equation === null ? expr : through(world, equation.value, depth + 1)
}
