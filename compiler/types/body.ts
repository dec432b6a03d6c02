/** A network's body, checked for given argument types. */
import type { Expr as Ast, Name, Network as NetworkAst, Output } from '../../grammar/ast.ts'
import { inserting } from '../diagnostics/fixes.ts'
import type { Body, Expr, Network, Parameter, ValueType } from '../model/model.ts'
import { nearest } from '../names/suggest.ts'
import { namesIn } from '../names/walk.ts'
import { isChained } from './chained.ts'
import { fail, hasErrors, type BodyScope, type Env, type LocalName, type Variant, type World } from './checker.ts'
import { declaredType } from './declared.ts'
import { elaborate } from './elaborate.ts'
import { fitOutput } from './fit.ts'
import { roleChecks } from './roles.ts'

/** The network with its formals of these types, or null after a mistake. */
export function elaborateBody(world: World, node: NetworkAst, types: readonly ValueType[]): Variant | null {
  const name = node.name.text
  const names = new Map<string, LocalName>()
  for (const [i, formal] of node.formals.entries()) names.set(formal.text, { type: types[i] ?? null, constant: null, span: formal.span, used: false })
  const parameters: Parameter[] = []
  const scope: BodyScope = { owner: name, path: '', names, layers: { ids: new Map(), parameters }, blocks: [] }
  const env: Env = { world, body: scope, bound: new Map() }
  const before = world.checker.found.length
  const body = statements(env, node)
  const outputs = body === null ? null : results(env, node, body)
  if (outputs !== null) warnUnused(env, node)
  if (outputs === null || hasErrors(world.checker.found.slice(before))) return null
  const network: Network = {
    name,
    role: node.role,
    doc: node.doc,
    formals: node.formals.map((formal, i) => ({ name: formal.text, type: types[i]! })),
    outputs: outputs.map(({ name: output, expr }) => ({ name: output, type: expr.type })),
    body: { locals: body!.locals, results: outputs.map((o) => o.expr) },
    parameters,
    given: false,
    span: node.name.span,
  }
  roleChecks(world, network)
  return { network, coupled: outputs.some((o) => o.expr.type.coupled) }
}

export interface Statements extends Pick<Body, 'locals'> { readonly last: Expr | null; readonly bare: boolean }

/** Locals in order, and the bare expression at the end. Null after a mistake there. */
export function statements(env: Env, node: NetworkAst): Statements | null {
  const scope = env.body!
  const locals: { name: string; value: Expr }[] = []
  let last: Expr | null = null
  let bare = false
  let right = true
  for (const [i, statement] of node.body.entries()) {
    const value = elaborate(env, statement.value)
    if (value === null) right = false
    if (statement.name === null) {
      const next = node.body[i + 1]
      if (next !== undefined) {
        const between = env.world.checker.source.slice(statement.span.end, next.span.start)
        const layer = next.name === null && /^[^;]*[\r\n]/.test(between) ? layerWithoutInput(env, next.value) : null
        if (layer !== null) {
          return fail(env, 'networks/arrow', { layer: layer.text }, layer.span, { fix: inserting(statement.span.end, ' ->', 'End the line above with ->') })
        }
        fail(env, 'networks/dangling', { network: node.name.text }, statement.span)
      }
      bare = true
      last = value
      continue
    }
    const { text, span } = statement.name
    const known = scope.names.get(text)
    if (known !== undefined && text !== '') {
      fail(env, 'names/duplicate', { name: text, what: 'a local or formal' }, span, { related: [{ span: known.span, message: `${text} is already named here` }] })
      right = false
      continue
    }
    scope.names.set(text, { type: value?.type ?? null, constant: null, span, used: false })
    if (value !== null) locals.push({ name: text, value })
  }
  return right || last !== null ? { locals, last, bare } : null
}

/** The first of a chain where it reads nothing: a layer whose arguments are no values of the body. */
function layerWithoutInput(env: Env, value: Ast): Name | null {
  if (value.kind === 'pipe') return layerWithoutInput(env, value.input)
  const { names } = env.body!
  const callee = value.kind === 'call' ? value.callee : value
  if (callee.kind !== 'name' || names.has(callee.text) || !isChained(callee.text, value.kind === 'call')) return null
  return value.kind === 'call' && [...namesIn(value.args)].some((name) => names.has(name)) ? null : callee
}

interface Result { readonly name: string; readonly expr: Expr }

function results(env: Env, node: NetworkAst, body: Statements): readonly Result[] | null {
  const { outputs } = node
  if (!node.parenthesised) {
    const sole = outputs[0]
    const named = sole === undefined ? undefined : localResult(env, sole.name.text)
    const value = body.bare ? body.last : named ?? null
    if (!body.bare && named === undefined) {
      return fail(env, 'networks/no-result', { network: node.name.text }, node.name.span)
    }
    if (value === null) return null
    if (sole === undefined) return [{ name: 'output', expr: value }]
    const expr = fitted(env, node, sole, value)
    return expr === null ? null : [{ name: sole.name.text, expr }]
  }
  if (body.bare) fail(env, 'networks/dangling', { network: node.name.text }, node.body.at(-1)!.span)
  const all: Result[] = []
  let right = true
  for (const output of outputs) {
    const value = localResult(env, output.name.text)
    if (value === undefined) {
      right = false
      const near = nearest(output.name.text, env.body!.names.keys())
      fail(env, 'networks/missing-output', { network: node.name.text, output: output.name.text }, output.name.span, near === null ? {} : { help: `The body has ${near}: give both one name.` })
    } else {
      const expr = value === null ? null : fitted(env, node, output, value)
      if (expr === null) right = false
      else all.push({ name: output.name.text, expr })
    }
  }
  return right ? all : null
}

/** The local of that name as a variable; undefined where there is none. */
function localResult(env: Env, name: string): Expr | null | undefined {
  const local = env.body!.names.get(name)
  if (local === undefined) return undefined
  local.used = true
  return local.type === null ? null : { kind: 'variable', name, type: local.type, span: local.span }
}

function fitted(env: Env, node: NetworkAst, output: Output, value: Expr): Expr | null {
  const declared = declaredType({ ...env, body: null }, output.type, output.annotated ? 'output' : 'named')
  return declared === null ? null : fitOutput(env, node, output, declared, value)
}

function warnUnused(env: Env, node: NetworkAst): void {
  const formals = new Set(node.formals.map((f) => f.text))
  for (const [name, local] of env.body!.names) {
    if (local.used || name === '') continue
    fail(env, 'names/unused', { name, what: formals.has(name) ? `an argument of ${node.name.text}` : `a local of ${node.name.text}` }, local.span)
  }
}
