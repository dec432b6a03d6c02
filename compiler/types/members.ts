/** What a dot reaches: outputs (`Enc(x).mu`), parameters (`Enc.code.kernel`), fields of a row (`test[0].x`). */
import type { Expr as Ast, MemberExpr } from '../../grammar/ast.ts'
import type { Expr, Network } from '../model/model.ts'
import { isSplit, type Split } from '../names/reserved.ts'
import { nearest } from '../names/suggest.ts'
import { applicationAt, outputExpr } from './apply.ts'
import { fail, textAt, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { forceNetwork } from './force.ts'
import { networkVariant } from './lookup.ts'
import { wholeNumber } from './static.ts'
import { axesOf, valueType } from './value.ts'

export function member(env: Env, ast: MemberExpr): Expr | null {
  const row = rowField(env, ast)
  if (row !== undefined) return row
  const application = applicationAt(env, ast.object)
  if (application === null) return null
  if (application !== undefined) {
    const { outputs } = application.network
    const output = outputs.find((o) => o.name === ast.property.text)
    if (output !== undefined) return outputExpr(application, output, ast.span)
    return unknownMember(env, ast, application.name, outputs.map((o) => o.name))
  }
  const parameter = parameterAt(env, ast)
  if (parameter !== undefined) return parameter
  if (elaborate(env, ast.object) === null) return null
  return unknownMember(env, ast, textAt(env, ast.object.span), [])
}

function unknownMember(env: Env, ast: MemberExpr, object: string, known: readonly string[]): null {
  if (ast.property.text === '') return null
  const near = nearest(ast.property.text, known)
  return fail(env, 'names/unknown-member', { object, member: ast.property.text, known: known.join(', ') }, ast.property.span, near === null ? {} : {
    help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: ast.property.span, text: near }] },
  })
}

/** `Enc.code.kernel`; undefined where the first name is no network. */
function parameterAt(env: Env, ast: MemberExpr): Expr | null | undefined {
  const path: string[] = []
  let at: Ast = ast
  while (at.kind === 'member') {
    path.unshift(at.property.text)
    at = at.object
  }
  if (at.kind !== 'name') return undefined
  const given = env.world.checker.givens.has(at.text)
  const symbol = env.world.symbols.get(at.text)
  if (!given && symbol?.kind !== 'network') return undefined
  env.world.checker.used.add(at.text)
  const name = given ? `${at.text}.${path.shift() ?? ''}` : at.text
  const network: Network | null = networkVariant(env.world, name) ?? (given ? null : forceNetwork(env.world, name))
  if (symbol?.kind === 'network' && path.length < 2) {
    return fail(env, 'names/parameter-path', { text: textAt(env, ast.span), network: name }, ast.span)
  }
  if (network === null) {
    return given ? unknownMember(env, ast, at.text, []) : fail(env, 'networks/not-applied', { name }, at.span)
  }
  const entry = `${name}.${path.join('.')}`
  const parameter = network.parameters.find((p) => p.entry === entry)
  if (parameter === undefined) {
    const known = network.parameters.map((p) => p.entry)
    const near = nearest(entry, known)
    return fail(env, 'names/unknown-parameter', { entry, known: known.join(', ') }, ast.span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: ast.span, text: near }] },
    })
  }
  return { kind: 'parameter', entry, type: valueType({ shape: axesOf(...parameter.shape) }), span: ast.span }
}

/** `test[0].x`, `strange.test[3].o`; undefined where it is something else. */
function rowField(env: Env, ast: MemberExpr): Expr | null | undefined {
  if (ast.object.kind !== 'index' || ast.object.indices.length !== 1 || env.body !== null) return undefined
  const place = splitAt(env, ast.object.object)
  if (place === null) return undefined
  const written = ast.object.indices[0]!
  const dataset = env.world.checker.datasets.find((d) => (place.dataset === null ? d.fields.some((f) => f.name === ast.property.text) : d.name === place.dataset))
  const field = dataset?.fields.find((f) => f.name === ast.property.text)
  if (dataset === undefined || field === undefined) {
    if (env.world.checker.fields.get(ast.property.text) === null) return null
    return unknownMember(env, ast, textAt(env, ast.object.span), env.world.checker.datasets.filter((d) => place.dataset === null || d.name === place.dataset).flatMap((d) => d.fields.map((f) => f.name)))
  }
  if (written.kind === 'range') return fail(env, 'data/row-number', { text: textAt(env, ast.object.span) }, written.span)
  const row = wholeNumber(env, written, 'a row', 0)
  env.world.checker.used.add(field.name)
  return row === null ? null : { kind: 'row', dataset: dataset.name, split: place.split, row, field: field.name, type: { ...field.type, per: 'one' }, span: ast.span }
}

/** `train`, `test`, `strange.test` */
export function splitAt(env: Env, ast: Ast): { readonly dataset: string | null; readonly split: Split } | null {
  if (ast.kind === 'name') return isSplit(ast.text) && !env.world.symbols.has(ast.text) ? { dataset: null, split: ast.text } : null
  if (ast.kind !== 'member' || ast.object.kind !== 'name' || !isSplit(ast.property.text)) return null
  const name = ast.object.text
  return env.world.checker.datasets.some((d) => d.name === name) ? { dataset: name, split: ast.property.text } : null
}
