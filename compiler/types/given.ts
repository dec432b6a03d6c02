/** Lets, terms and metrics of a given as functions of its data fields: `V.nll(x)`. */
import type { CallExpr, Span } from '../../grammar/ast.ts'
import type { Expr, Model } from '../model/model.ts'
import { partsOf } from '../model/walk.ts'
import { fail, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { freeVariables } from './free.ts'
import { joined, sameAxes, showType } from './value.ts'

export function givenEquation(env: Env, given: string, name: string, ast: CallExpr, piped: Expr | 'broken' | null, span: Span): Expr | null {
  const model = env.world.checker.givens.get(given)!
  const equation = model.equations.find((e) => e.name === name)
  if (equation === undefined) return null
  if (goesOverRows(model, equation.value)) return fail(env, 'data/given-rows', { name, given }, span)
  const fields = model.data.flatMap((d) => d.fields)
  const free = freeVariables(env.world, equation.value)
  const wanted = fields.filter((f) => free.has(f.name))
  const stray = [...free].find((v) => !fields.some((f) => f.name === v))
  if (stray !== undefined) return fail(env, 'names/given-draw', { name, variable: stray }, span)
  const written = [...(piped === null ? [] : [piped === 'broken' ? null : piped]), ...ast.args.map((a) => elaborate(env, a.value))]
  if (written.length !== wanted.length) {
    const call = `${name}(${wanted.map((f) => f.name).join(', ')})`
    return fail(env, 'networks/arguments', { name, wanted: call, count: String(written.length), needed: String(wanted.length) }, span)
  }
  if (written.some((w) => w === null)) return null
  const args = written as Expr[]
  for (const [i, field] of wanted.entries()) {
    if (!sameAxes(field.type.shape, args[i]!.type.shape)) {
      return fail(env, 'shapes/given', { name, formal: field.name, wanted: showType(field.type), got: showType(args[i]!.type) }, args[i]!.span)
    }
  }
  const values = Object.fromEntries(wanted.map((field, i) => [field.name, args[i]!]))
  return { kind: 'equation', name, given: values, type: { ...equation.value.type, ...joined(args.map((a) => a.type)) }, span }
}

/** Rows of its own data, bound in it or in what it reads. */
function goesOverRows(model: Model, expr: Expr, seen: Set<string> = new Set()): boolean {
  if (expr.kind === 'row' || (expr.kind === 'bind' && expr.binders.some((binder) => binder.kind === 'rows'))) return true
  if (expr.kind === 'equation' && !seen.has(expr.name)) {
    seen.add(expr.name)
    const equation = model.equations.find((e) => e.name === expr.name)
    if (equation !== undefined && goesOverRows(model, equation.value, seen)) return true
  }
  return partsOf(expr).some((part) => goesOverRows(model, part, seen))
}
