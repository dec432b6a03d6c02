/** `KL(a || b)`. */
import type { CallExpr, Span } from '../../grammar/ast.ts'
import type { Dist, Expr } from '../model/model.ts'
import { barFix } from './bar-fix.ts'
import { fail, type Env } from './checker.ts'
import { familyOf } from './families.ts'
import { distributionUse } from './uses.ts'
import { REAL, sameAxes, showShape, valueType } from './value.ts'

export function divergence(env: Env, ast: CallExpr, span: Span): Expr | null {
  const [left, right] = [ast.args[0], ast.barArgs[0]]
  if (ast.bar !== 'versus' || left === undefined || right === undefined || ast.args.length !== 1 || ast.barArgs.length !== 1) {
    return fail(env, 'distributions/divergence', {}, span, ast.args.length + ast.barArgs.length === 2 ? barFix(env, ast, ' || ', 'Write two bars') : {})
  }
  const [a, b] = [distributionUse(env, left.value, 'the left side of KL'), distributionUse(env, right.value, 'the right side of KL')]
  if (a === null || b === null) return null
  if (!sameAxes(a.dist.event, b.dist.event)) {
    return fail(env, 'shapes/divergence', { left: a.label, leftShape: showShape(a.dist.event), right: b.label, rightShape: showShape(b.dist.event) }, span, {
      related: [{ span: a.dist.span, message: `event ${showShape(a.dist.event)}` }, { span: b.dist.span, message: `event ${showShape(b.dist.event)}` }],
    })
  }
  if (isDiscrete(a.dist) !== isDiscrete(b.dist) || (a.dist.family === 'Categorical' && b.dist.family === 'Categorical' && a.dist.classes !== b.dist.classes)) {
    return fail(env, 'distributions/incomparable', { left: a.dist.family, right: b.dist.family }, span)
  }
  const closed = a.dist.family === b.dist.family && familyOf(a.dist.family).closedKL
  if (!closed) fail(env, 'distributions/estimator', { left: a.dist.family, right: b.dist.family, label: a.label }, span)
  // An estimate has a draw for each sample, so that it can be averaged over many.
  const per = !closed || a.per === 'sample' || b.per === 'sample' ? 'sample' : 'one'
  const type = valueType({ kind: REAL, range: [0, Infinity], per, coupled: a.coupled || b.coupled })
  return { kind: 'divergence', left: a.use, right: b.use, method: closed ? 'closed form' : 'sampled', type, span }
}

const isDiscrete = (dist: Dist): boolean =>
  dist.family === 'Mixture' ? isDiscrete(dist.components[0]!) : dist.family === 'Categorical' || dist.family === 'Bernoulli'
