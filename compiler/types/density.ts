/** Densities: `p(x | z)` outside `~`, KL, mean and mode is a number. */
import type { Expr as Ast, Span } from '../../grammar/ast.ts'
import type { Dist, Expr, ValueType } from '../model/model.ts'
import { findCallee } from './callee.ts'
import { fail, type Env } from './checker.ts'
import { eventMismatch, supportChecks } from './support.ts'
import { namedUse, ownVariable } from './uses.ts'
import { joined, REAL, sameAxes, valueType } from './value.ts'

/** The density that `ast` writes. Undefined where it is something else, null after a mistake. `log` is left false. */
export function densityCall(env: Env, ast: Ast, span: Span): Extract<Expr, { kind: 'density' }> | null | undefined {
  if (ast.kind !== 'call') return undefined
  const callee = findCallee(env, ast.callee)
  if (callee?.kind !== 'laws' && callee?.kind !== 'given-laws') return undefined
  if (env.body !== null) return fail(env, 'names/not-in-body', { name: callee.name, network: env.body.owner, what: 'a distribution' }, span)
  const named = namedUse(env, ast)
  if (named === null) return null
  const { use, at } = named
  const value = at ?? ownVariable(env, ast, use.variable ?? '')
  if (value === null || !scored(env, value, at === null ? use.variable ?? '' : 'this value', use.dist, at === null)) return null
  const marks = joined([value.type, { ...value.type, per: use.per, coupled: use.coupled }])
  return { kind: 'density', of: use.use, value, log: false, type: valueType({ kind: REAL, range: [0, Infinity], ...marks }), span }
}

/** A named variable was checked where the distribution is declared; a value in its place is checked here. */
function scored(env: Env, value: Expr, name: string, dist: Dist, own: boolean): boolean {
  const type: ValueType = value.type
  if (!sameAxes(type.shape, dist.event)) {
    eventMismatch(env.world, name, type, dist, value.span)
    return false
  }
  if (own || value.kind === 'constant') return true
  // A class number (`k in 0..9`) may stand for a label.
  if (dist.family === 'Categorical' && type.kind.name === 'real') return true
  if (dist.family === 'Bernoulli' && type.range === null) return true
  return supportChecks(env.world, name, type, { ...dist }, value.span) !== null
}
