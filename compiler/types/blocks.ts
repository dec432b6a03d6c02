/** Blocks: templates written out where they are used, with fresh weights each time. */
import type { CallExpr, Network as NetworkAst, Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { fail, type BodyScope, type Env, type LocalName } from './checker.ts'
import { statements } from './body.ts'
import { elaborate } from './elaborate.ts'
import { fitOutput } from './fit.ts'
import { declaredType } from './declared.ts'
import { freshId } from './layer-call.ts'

export function expandBlock(env: Env, node: NetworkAst, piped: Expr | 'broken' | null, ast: CallExpr, span: Span): Expr | null {
  const name = node.name.text
  const { body } = env
  if (body === null) return fail(env, 'networks/layer-outside', { layer: name }, span)
  if (body.blocks.includes(name)) return fail(env, 'names/recursion', { name, what: 'block' }, span)
  const given: (Expr | null)[] = [...(piped === null ? [] : [piped === 'broken' ? null : piped]), ...ast.args.map((arg) => elaborate(env, arg.value))]
  if (given.length !== node.formals.length) {
    const wanted = `${name}(${node.formals.map((f) => f.text).join(', ')})`
    return fail(env, 'networks/arguments', { name, wanted, count: String(given.length), needed: String(node.formals.length) }, span)
  }
  if (given.some((g) => g === null)) return null
  const values = given as Expr[]
  const id = freshId(body, name, span)
  const names = new Map<string, LocalName>()
  for (const [i, formal] of node.formals.entries()) {
    const value = values[i]!
    names.set(formal.text, { type: value.type, constant: value.kind === 'constant' ? value.value : null, span: formal.span, used: false })
  }
  const scope: BodyScope = { ...body, path: `${id}.`, names, blocks: [...body.blocks, name] }
  const inner: Env = { ...env, body: scope }
  const result = statements(inner, node)
  for (const [formal, local] of names) {
    if (!local.used) fail(env, 'names/unused', { name: formal, what: node.formals.some((f) => f.text === formal) ? `an argument of ${name}` : `a local of ${name}` }, local.span)
  }
  if (result === null) return null
  if (!result.bare) return fail(env, 'networks/no-result', { network: name }, node.name.span)
  if (result.last === null) return null
  const output = node.outputs[0]
  const declared = output === undefined ? null : declaredType({ ...inner, body: null }, output.type, output.annotated ? 'output' : 'named')
  const fitted = output === undefined || declared === null ? result.last : fitOutput(inner, node, output, declared, result.last)
  if (fitted === null) return null
  const bindings = node.formals.map((formal, i) => ({ name: formal.text, value: values[i]! }))
  return { kind: 'block', block: name, id, bindings, body: { locals: result.locals, results: [fitted] }, type: fitted.type, span }
}
