/** The one binder form, wherever it stands. */
import type { Binder as BinderAst, ComprehensionExpr, Expr as Ast, Name, ReduceExpr } from '../../grammar/ast.ts'
import { inserting, replacing } from '../diagnostics/fixes.ts'
import type { Axis, Binder, Expr, NumberKind, ValueType } from '../model/model.ts'
import { REDUCERS } from '../names/reserved.ts'
import { nearest } from '../names/suggest.ts'
import { describe } from '../names/symbols.ts'
import { functionCall } from './calls.ts'
import { fail, textAt, withBound, type BoundVariable, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { boundBy, freeUnderBinders } from './free.ts'
import { FUNCTIONS } from './functions.ts'
import { hull } from './ranges.ts'
import { boundRows } from './rows.ts'
import { constant, staticTruth, wholeNumber } from './static.ts'
import { distributionUse } from './uses.ts'
import { eventType, variableType } from './variables.ts'
import { isLabelled, REAL, sameAxes, showShape, showType, UNKNOWN_SIZE, valueType } from './value.ts'

export interface Bound { readonly env: Env; readonly binders: readonly Binder[] }

/** Puts binders into scope one after the other; later ones see earlier ones. Null after a mistake, then `env` has what could be bound. */
export function bindAll(env: Env, asts: readonly BinderAst[]): { readonly env: Env; readonly bound: Bound | null } {
  let inner = env
  let right = true
  const binders: Binder[] = []
  for (const ast of asts) {
    const one = bindOne(inner, ast)
    if (one === null) {
      right = false
      inner = withBound(inner, [[ast.name.text, { type: null, span: ast.name.span, constant: null }]])
      continue
    }
    binders.push(one.binder)
    inner = withBound(inner, one.names)
  }
  return { env: inner, bound: right ? { env: inner, binders } : null }
}

interface One { readonly binder: Binder; readonly names: readonly (readonly [string, BoundVariable])[] }

function bindOne(env: Env, ast: BinderAst): One | null {
  const { text: variable, span } = ast.name
  if (variable === '') return null
  const symbol = env.world.symbols.get(variable)
  if (symbol !== undefined && symbol.kind !== 'field' && symbol.kind !== 'draw') {
    return fail(env, 'names/binder-shadows', { name: variable, what: describe(symbol) }, span, { related: [{ span: symbol.node.name.span, message: `${variable} is declared here` }] })
  }
  const one = ast.kind === 'draws' ? draws(env, ast) : ast.kind === 'path' ? path(env, ast) : isValueSet(ast) ? values(env, ast) : rows(env, ast)
  if (one === null) return null
  const declared = symbol === undefined && ![...env.world.distributions.values()].flat().some((l) => l.variables.some((v) => v.text === variable)) ? null : variableType(env.world, variable)
  if (declared !== null && !sameAxes(declared.shape, one.binder.type.shape)) {
    if (env.world.checker.found.some((d) => d.code === 'shapes/variable' && d.message.startsWith(`${variable} `))) return null
    return fail(env, 'shapes/variable', { name: variable, first: showShape(declared.shape), second: showShape(one.binder.type.shape) }, ast.span, {
      related: symbol === undefined ? [] : [{ span: symbol.node.span, message: `${variable} is ${showType(declared)} here` }],
    })
  }
  return one
}

const named = (binder: Binder): One =>
  ({ binder, names: [[binder.variable, { type: binder.type, span: binder.span, constant: null }]] })

function draws(env: Env, ast: Extract<BinderAst, { kind: 'draws' }>): One | null {
  const use = distributionUse(env, ast.from, `the right side of ${ast.name.text} ~`)
  const count = ast.count === null ? 1 : wholeNumber(env, ast.count, 'the number of draws')
  if (use === null || count === null) return null
  const type = { ...eventType(use.dist), per: use.per, coupled: use.coupled }
  return named({ kind: 'draws', variable: ast.name.text, from: use.use, count, type, span: ast.span })
}

function path(env: Env, ast: Extract<BinderAst, { kind: 'path' }>): One | null {
  const [from, to] = [elaborate(env, ast.from), elaborate(env, ast.to)]
  const count = ast.count === null ? null : wholeNumber(env, ast.count, 'the number of points')
  if (from === null || to === null || (ast.count !== null && count === null)) return null
  for (const end of [from, to]) {
    if (isLabelled(end.type.kind)) return fail(env, 'kinds/label-as-number', { what: 'a path', type: showType(end.type) }, end.span)
  }
  if (!sameAxes(from.type.shape, to.type.shape)) {
    return fail(env, 'shapes/path', { from: showType(from.type), to: showType(to.type) }, ast.span)
  }
  const type = valueType({ shape: from.type.shape, range: hull(from.type.range, to.type.range) })
  return named({ kind: 'path', variable: ast.name.text, from, to, count, type, span: ast.span })
}

const isValueSet = ({ set: { base } }: Extract<BinderAst, { kind: 'in' }>): boolean =>
  base.kind === 'range' || base.kind === 'array' || (base.kind === 'call' && base.callee.kind === 'name' && base.callee.text === 'label')

/** `0..9`, `[0, 2, 5]`, `label(10)`, and those of them for which a condition holds that is known now. */
function values(env: Env, ast: Extract<BinderAst, { kind: 'in' }>): One | null {
  const { set, name } = ast
  const whole = listed(env, set.base)
  if (whole === null) return null
  // Numbers that stand for a label are labels.
  const declared = variableType(env.world, name.text)?.kind
  const classes = whole.classes ?? (declared?.name === 'label' && whole.values.every((v) => Number.isInteger(v) && v >= 0 && v < declared.classes) ? declared.classes : null)
  const type = classes === null ? valueType({ range: [Math.min(...whole.values), Math.max(...whole.values)] }) : valueType({ kind: { name: 'label', classes } })
  const kept = set.where === null ? whole.values : chosen(env, name, type, whole.values, set.where)
  return kept === null ? null : named({ kind: 'values', variable: name.text, values: kept, type, span: ast.span })
}

/** The values of a set before any condition; `classes` where they are labels. Null after a mistake. */
function listed(env: Env, base: Extract<BinderAst, { kind: 'in' }>['set']['base']): { readonly values: readonly number[]; readonly classes: number | null } | null {
  if (base.kind === 'range') {
    const [from, to] = [wholeNumber(env, base.from, 'the start', Number.MIN_SAFE_INTEGER), wholeNumber(env, base.to, 'the end', Number.MIN_SAFE_INTEGER)]
    if (from === null || to === null) return null
    if (from > to) return fail(env, 'ranges/order', { low: String(from), high: String(to) }, base.span)
    if (to - from >= MOST_VALUES) return fail(env, 'ranges/too-many', { count: String(to - from + 1), most: String(MOST_VALUES) }, base.span)
    return { values: numbers(from, to), classes: null }
  }
  if (base.kind === 'array') {
    const values = base.items.map((item) => constant(env, item, 'a value'))
    if (values.some((v) => v === null)) return null
    return values.length === 0 ? fail(env, 'data/no-values', { text: textAt(env, base.span) }, base.span) : { values: values as number[], classes: null }
  }
  const written = base.kind === 'call' ? base.args[0]?.value : undefined
  const classes = written === undefined ? fail(env, 'kinds/type-arguments', { word: 'label', wanted: 'the number of classes: label(10)' }, base.span) : wholeNumber(env, written, 'the number of classes', 2)
  if (classes === null) return null
  if (classes > MOST_VALUES) return fail(env, 'ranges/too-many', { count: String(classes), most: String(MOST_VALUES) }, base.span)
  return { values: numbers(0, classes - 1), classes }
}

/** The values for which `where` holds; null after a mistake. */
function chosen(env: Env, name: Name, type: ValueType, all: readonly number[], where: Ast): readonly number[] | null {
  const under = (value: number | null): Env => withBound(env, [[name.text, { type, span: name.span, constant: value }]])
  // Mistakes inside are told once.
  if (elaborate(under(null), where) === null) return null
  const truths = all.map((value) => staticTruth(under(value), where))
  if (truths.some((t) => t === null)) return fail(env, 'data/where-values', { name: name.text, text: textAt(env, where.span) }, where.span)
  const kept = all.filter((_, i) => truths[i])
  return kept.length > 0 ? kept : fail(env, 'data/no-values', { text: textAt(env, where.span) }, where.span)
}

/** A bound axis is laid out in memory for every sample. */
const MOST_VALUES = 10_000

const numbers = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

function rows(env: Env, ast: Extract<BinderAst, { kind: 'in' }>): One | null {
  const found = boundRows(env, ast.set, ast.name.text)
  if (found === null) return null
  const binder: Binder = { kind: 'rows', variable: ast.name.text, field: found.field, set: found.set, type: found.type, span: ast.span }
  return { binder, names: found.bound }
}

/** Every binder must be read by the body or by a later binder. */
export function checkReached(env: Env, binders: readonly Binder[], bodies: readonly Expr[], repeats: boolean): boolean {
  let right = true
  for (const [i, binder] of binders.entries()) {
    // `[k in 1..64: 0.5]` repeats a number: a vector of 64.
    if (repeats && binder.kind === 'values') continue
    const free = freeUnderBinders(env.world, binders.slice(i + 1), bodies)
    if (boundBy(env.world, binder).some((name) => free.has(name))) continue
    right = false
    fail(env, 'names/unreached-binder', { name: binder.variable }, binder.span)
  }
  return right
}

/** A let of a draw differs from sample to sample, but not where a binder replaces the draw in it. */
function perUnder(env: Env, binders: readonly Binder[], body: Expr): ValueType['per'] {
  if (body.type.per === 'one' || binders.some((b) => b.kind === 'rows')) return 'one'
  const free = freeUnderBinders(env.world, binders, [body])
  return [...free].some((name) => (env.bound.get(name)?.type ?? variableType(env.world, name))?.per !== 'one') ? 'sample' : 'one'
}

type Reducer = Extract<Expr, { kind: 'bind' }>['reducer']

/** A figure knows how many points a path has; elsewhere it is written. True when it was told that it is not. */
function lacksPoints(env: Env, binders: readonly Binder[]): boolean {
  const path = binders.find((b) => b.kind === 'path' && b.count === null)
  if (path === undefined) return false
  fail(env, 'data/path-points', { name: path.variable, text: textAt(env, path.span) }, path.span, { fix: inserting(path.span.end, ', 10', 'Take 10 points') })
  return true
}

/** `E[e]`, `E[z ~ d, k: e]`, `max[k in S: e]` */
export function bindExpr(env: Env, ast: ReduceExpr): Expr | null {
  const reducer = ast.reducer.text
  if (!(REDUCERS as readonly string[]).includes(reducer)) {
    const near = nearest(reducer, REDUCERS)
    return fail(env, 'names/unknown-reducer', { name: reducer, known: REDUCERS.join(', ') }, ast.reducer.span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: ast.reducer.span, text: near }] },
    })
  }
  if (env.body !== null) return fail(env, 'names/not-in-body', { name: `${reducer}[…]`, network: env.body.owner, what: 'a reduction over samples' }, ast.span)
  if (ast.binders.length === 0) return withoutBinder(env, ast)
  const { env: inner, bound } = bindAll(env, ast.binders)
  const body = elaborate(inner, ast.body)
  if (bound === null || body === null || lacksPoints(env, bound.binders) || !checkReached(env, bound.binders, [body], false)) return null
  if (isLabelled(body.type.kind)) return fail(env, 'kinds/label-as-number', { what: reducer, type: showType(body.type) }, body.span)
  const first = bound.binders[0]!
  const isArg = reducer === 'argmax' || reducer === 'argmin'
  if (isArg && (bound.binders.length > 1 || first.kind !== 'values')) return fail(env, 'reductions/argmax', { name: reducer }, ast.span)
  if (reducer === 'sum' && bound.binders.some((b) => b.kind === 'draws')) return fail(env, 'reductions/over-draws', { name: reducer }, ast.span, { fix: replacing(ast.reducer.span, 'E', 'Average them') })
  const kind: NumberKind = isArg ? first.type.kind : reducer === 'sum' ? REAL : body.type.kind
  const range = isArg ? first.type.range : reducer === 'sum' ? null : body.type.range
  const per = perUnder(env, bound.binders, body)
  return { kind: 'bind', reducer: reducer as Reducer, binders: bound.binders, body, type: { ...body.type, kind, range, per }, span: ast.span }
}

function withoutBinder(env: Env, ast: ReduceExpr): Expr | null {
  if (ast.reducer.text !== 'E') {
    const row = FUNCTIONS.get(ast.reducer.text)
    if (row === undefined) return fail(env, 'reductions/argmax', { name: ast.reducer.text }, ast.span)
    return functionCall(env, row, null, [{ name: null, separator: null, value: ast.body, span: ast.body.span }], ast.span)
  }
  const body = elaborate(env, ast.body)
  if (body === null) return null
  if (isLabelled(body.type.kind)) return fail(env, 'kinds/label-as-number', { what: 'E', type: showType(body.type) }, body.span)
  return { kind: 'expectation', body, type: { ...body.type, per: 'one' }, span: ast.span }
}

/** The axis of an array that goes through a binder; a single draw is a value, not a list of one. */
function axisOf(binder: Binder): readonly Axis[] {
  switch (binder.kind) {
    case 'values': return [{ size: binder.values.length }]
    case 'draws': return binder.count === 1 ? [] : [{ size: binder.count }]
    case 'path': return [{ size: binder.count ?? UNKNOWN_SIZE }]
    // A split may have fewer rows than are asked for.
    case 'rows': return [{ size: UNKNOWN_SIZE, name: 'rows' }]
  }
}

/** `[k in 0..7: e]`: the bound axis comes first. */
export function comprehension(env: Env, ast: ComprehensionExpr): Expr | null {
  if (env.body !== null) return fail(env, 'names/not-in-body', { name: '[… in …]', network: env.body.owner, what: 'an array over a set' }, ast.span)
  const { env: inner, bound } = bindAll(env, ast.binders)
  const body = elaborate(inner, ast.body)
  if (bound === null || body === null || lacksPoints(env, bound.binders) || !checkReached(env, bound.binders, [body], true)) return null
  const type = { ...body.type, shape: [...bound.binders.flatMap(axisOf), ...body.type.shape], per: perUnder(env, bound.binders, body) }
  return { kind: 'bind', reducer: 'array', binders: bound.binders, body, type, span: ast.span }
}
