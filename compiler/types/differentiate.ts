/** `grad(e, v)` and `jacobian(e, v)`: by the name v. */
import type { CallExpr, Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { fail, textAt, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { reads } from './reads.ts'
import { REAL, sayShape, valueType } from './value.ts'

export function differentiate(env: Env, name: 'grad' | 'jacobian', ast: CallExpr, span: Span): Expr | null {
  const [e, v] = ast.args
  if (e === undefined || v === undefined || ast.args.length !== 2 || ast.bar !== null) {
    return fail(env, 'names/missing-argument', { callee: name, name: e === undefined ? 'e' : 'v', doc: 'what is differentiated, and the name it is differentiated by', signature: `${name}(e, v)` }, span)
  }
  const of = elaborate(env, e.value)
  if (v.value.kind !== 'name') return fail(env, 'names/differentiate-by', { name, text: textAt(env, v.span) }, v.span)
  const wrt = elaborate(env, v.value)
  if (of === null || wrt === null) return null
  if (wrt.kind !== 'variable' && wrt.kind !== 'equation') return fail(env, 'names/differentiate-by', { name, text: textAt(env, v.span) }, v.span)
  if (name === 'grad' && of.type.shape.length > 0) {
    return fail(env, 'shapes/grad', { got: sayShape(of.type.shape) }, e.span, { help: `Use jacobian(${textAt(env, e.span)}, ${wrt.name}), or sum(…) first.` })
  }
  if (of.type.coupled) return fail(env, 'networks/coupled', { name }, e.span)
  if (!reads(env.world, of, wrt.name)) return fail(env, 'names/no-dependence', { name: wrt.name, text: textAt(env, e.span) }, span)
  const shape = name === 'grad' ? wrt.type.shape : [...of.type.shape, ...wrt.type.shape]
  const per = of.type.per === 'sample' || wrt.type.per === 'sample' ? 'sample' : 'one'
  return { kind: name, of, wrt, type: valueType({ kind: REAL, shape, per }), span }
}
