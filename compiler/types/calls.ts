/** Calls: of networks, blocks, layers, functions, densities and divergences. */
import type { Arg, CallExpr, Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { applicationAt, apply, singleOutput } from './apply.ts'
import { expandBlock } from './blocks.ts'
import { findCallee, unknownCallee } from './callee.ts'
import { fail, keep, trying, type Env } from './checker.ts'
import { densityCall } from './density.ts'
import { differentiate } from './differentiate.ts'
import { divergence } from './divergence.ts'
import { elaborate } from './elaborate.ts'
import { givenEquation } from './given.ts'
import type { FunctionRow } from './functions.ts'
import { layerCall } from './layer-call.ts'
import { callExpr } from './make.ts'
import { readOptions } from './options.ts'
import { refused } from './refused.ts'
import type { PointwiseRow } from './pointwise.ts'
import { matchArguments, type Signature } from './signature.ts'
import { isDistribution, statistic } from './statistic.ts'

/** `piped` is the value before the arrow; `broken` when its mistake has been told. */
export function call(env: Env, ast: CallExpr, piped: Expr | 'broken' | null, span: Span): Expr | null {
  const callee = findCallee(env, ast.callee)
  if (callee === null) {
    unknownCallee(env, ast.callee)
    // Mistakes inside plain arguments are told too; a function as an argument was meant for the layer that is not there.
    const { found } = trying(env, () => ast.args.forEach((arg) => { if (arg.name === null && arg.value.kind !== 'name') elaborate(env, arg.value) }))
    for (const d of found) if (d.code !== 'names/not-a-value' && d.code !== 'names/missing-argument') keep(env, d)
    return null
  }
  if (ast.binders.length > 0) return fail(env, 'names/binder-call', { name: ast.callee.kind === 'name' ? ast.callee.text : 'this' }, ast.span)
  switch (callee.kind) {
    case 'network': case 'given-network': {
      const application = piped === null ? applicationAt(env, ast) : applyPiped(env, ast, piped, span)
      return application === null || application === undefined ? null : singleOutput(env, application)
    }
    case 'block': return expandBlock(env, callee.node, piped, ast, span)
    case 'layer': return layerCall(env, callee.row, piped, ast.args, span, ast.span.start)
    case 'pointwise': return pointwise(env, callee.row, piped, ast.args, span)
    case 'function': {
      const sole = ast.args.length === 1 && piped === null ? ast.args[0]!.value : null
      if (callee.row.name === 'mean' && sole !== null && isDistribution(env, sole)) return statistic(env, 'mean', sole, span)
      return functionCall(env, callee.row, piped, ast.args, span)
    }
    case 'laws': case 'given-laws': return densityCall(env, ast, span) ?? null
    case 'family': return fail(env, 'distributions/as-value', { name: callee.row.name }, span)
    case 'given-equation': return givenEquation(env, callee.given, callee.name, ast, piped, span)
    case 'special': break
  }
  if (callee.kind !== 'special') return null
  switch (callee.name) {
    case 'KL': return divergence(env, ast, span)
    case 'mode': return ast.args.length === 1 ? statistic(env, 'mode', ast.args[0]!.value, span) : fail(env, 'distributions/expected', { where: 'mode(…)' }, span)
    case 'grad': case 'jacobian': return differentiate(env, callee.name, ast, span)
  }
}

function applyPiped(env: Env, ast: CallExpr, piped: Expr | 'broken', span: Span): ReturnType<typeof apply> {
  const callee = findCallee(env, ast.callee)
  const rest = ast.args.map((arg) => ({ name: arg.name?.text ?? null, value: elaborate(env, arg.value) }))
  const given = [{ name: null, value: piped === 'broken' ? null : piped }, ...rest]
  if (callee?.kind === 'network') return apply(env, callee.name, given, span)
  return callee?.kind === 'given-network' ? apply(env, callee.network, given, span) : null
}

/** Values by parameter; null when one was wrong. All are checked, so that each tells its own mistakes. */
function valuesOf(env: Env, signature: Signature, matched: NonNullable<ReturnType<typeof matchArguments>>): ReadonlyMap<string, readonly Expr[]> | null {
  const values = new Map<string, readonly Expr[]>()
  let right = true
  for (const param of signature.params) {
    if (param.kind !== 'value') continue
    const found = (matched.get(param.name) ?? []).map((item) => item.expr ?? (item.ast === null ? null : elaborate(env, item.ast)))
    if (found.some((v) => v === null)) right = false
    else if (found.length > 0) values.set(param.name, found as Expr[])
  }
  return right ? values : null
}

export function functionCall(env: Env, row: FunctionRow, piped: Expr | 'broken' | null, args: readonly Arg[], span: Span): Expr | null {
  const matched = matchArguments(env, row, piped, args, span)
  if (matched === null) return null
  const values = valuesOf(env, row, matched)
  const options = readOptions(env, row, matched)
  return values === null || options === null ? null : row.check({ env, span, values, options })
}

/** A function of one number, element by element. */
export function pointwise(env: Env, row: PointwiseRow, piped: Expr | 'broken' | null, args: readonly Arg[], span: Span): Expr | null {
  const matched = matchArguments(env, row, piped, args, span)
  if (matched === null) return null
  const x = valuesOf(env, row, matched)?.get('x')?.[0] ?? null
  const options = readOptions(env, row, matched)
  if (x === null || options === null || refused(env, row, x, span)) return null
  const numbers = options as Readonly<Record<string, number>>
  return callExpr(row.op, [x], { kind: row.kind(x.type.kind), shape: x.type.shape, range: row.range(x.type.range, options) }, span, numbers)
}
