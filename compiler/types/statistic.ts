/** `mean(p(x | z))` and `mode(p(y | x))`. */
import type { Expr as Ast, Span } from '../../grammar/ast.ts'
import type { Dist, Expr, ValueType } from '../model/model.ts'
import { findCallee } from './callee.ts'
import { fail, type Env } from './checker.ts'
import { distributionUse } from './uses.ts'
import { eventType } from './variables.ts'
import { PROBABILITY, valueType, type Range } from './value.ts'

/** Whether `ast` writes a distribution. */
export function isDistribution(env: Env, ast: Ast): boolean {
  if (ast.kind === 'index') return isDistribution(env, ast.object)
  if (ast.kind !== 'call') return false
  const kind = findCallee(env, ast.callee)?.kind
  return kind === 'laws' || kind === 'given-laws' || kind === 'family'
}

export function statistic(env: Env, which: 'mean' | 'mode', ast: Ast, span: Span): Expr | null {
  const use = distributionUse(env, ast, `${which}(…)`)
  if (use === null) return null
  const { dist } = use
  if (which === 'mode' && (dist.family === 'Mixture' || dist.family === 'Uniform')) return fail(env, 'distributions/no-mode', { family: dist.family }, span)
  const type = which === 'mode' ? { ...eventType(dist), range: centre(dist) } : meanType(dist)
  return { kind: 'statistic', of: use.use, which, type: { ...type, per: use.per, coupled: use.coupled }, span }
}

/** The location's bounds are those of the mean and mode. */
function centre(dist: Dist): Range {
  if (dist.family === 'Normal' || dist.family === 'Laplace') return dist.loc.type.range
  return dist.family === 'Bernoulli' ? [0, 1] : null
}

function meanType(dist: Dist): ValueType {
  if (dist.family === 'Categorical') return valueType({ kind: PROBABILITY, shape: [...dist.event, { size: dist.classes }], range: [0, 1] })
  if (dist.family === 'Bernoulli') return valueType({ kind: PROBABILITY, shape: dist.event, range: [0, 1] })
  return { ...eventType(dist), range: centre(dist) ?? eventType(dist).range }
}
