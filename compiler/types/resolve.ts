/** What a bare name stands for. */
import type { NameExpr } from '../../grammar/ast.ts'
import type { Expr, ValueType } from '../model/model.ts'
import { CLOCKS, CONSTANTS, isClock } from '../names/reserved.ts'
import { describe, spanOf } from '../names/symbols.ts'
import { nearest } from '../names/suggest.ts'
import { fail, type Env, type World } from './checker.ts'
import { elaborateEquation } from './equations.ts'
import { FUNCTIONS } from './functions.ts'
import { LAYERS } from './layers.ts'
import { constantExpr } from './make.ts'
import { POINTWISE } from './pointwise.ts'
import { valueType } from './value.ts'
import { variableType } from './variables.ts'
import { weightShape } from './weights.ts'

export function resolveName(env: Env, ast: NameExpr): Expr | null {
  const { text, span } = ast
  if (text === '') return null
  const local = env.body?.names.get(text)
  if (local !== undefined) {
    local.used = true
    if (local.constant !== null) return constantExpr(local.constant, span, text)
    return local.type === null ? null : { kind: 'variable', name: text, type: local.type, span }
  }
  const bound = env.bound.get(text)
  if (bound !== undefined) {
    env.world.checker.used.add(text)
    return bound.type === null ? null : { kind: 'variable', name: text, type: bound.type, span }
  }
  const hyper = env.world.checker.hypers.get(text)
  if (hyper !== undefined) {
    env.world.checker.used.add(text)
    return constantExpr(hyper.value, span, text)
  }
  if (isClock(text)) {
    return { kind: 'clock', clock: text, type: valueType({ range: text === 'progress' ? [0, 1] : [0, Infinity] }), span }
  }
  const symbol = env.world.symbols.get(text)
  if (symbol === undefined && Object.hasOwn(CONSTANTS, text)) return constantExpr(CONSTANTS[text]!, span, 'pi')
  if (env.body !== null && symbol !== undefined && symbol.kind !== 'network' && symbol.kind !== 'hyper') {
    return fail(env, 'names/not-in-body', { name: text, network: env.body.owner, what: describe(symbol) }, span, {
      related: [{ span: spanOf(symbol), message: `${text} is declared here` }],
    })
  }
  if (symbol === undefined) {
    const value = variable(env, ast)
    return value === undefined ? unknown(env, ast) : value
  }
  env.world.checker.used.add(text)
  switch (symbol.kind) {
    case 'field': case 'draw': return typed(text, variableType(env.world, text), span)
    case 'equation': {
      const equation = elaborateEquation(env.world, text, span)
      return equation === null ? null : { kind: 'equation', name: text, given: {}, type: equation.value.type, span }
    }
    case 'weight': {
      const shape = weightShape(env.world, symbol.node)
      return shape === null ? null : { kind: 'weight', name: text, type: valueType({ shape }), span }
    }
    // A hyper whose value was wrong has been told.
    case 'hyper': return null
    case 'network': return fail(env, 'names/not-a-value', { name: text, what: describe(symbol), example: `${text}(${symbol.node.formals.map((f) => f.text).join(', ')})` }, span)
    case 'given': return fail(env, 'names/not-a-value', { name: text, what: describe(symbol), example: `${text}.name(x)` }, span)
  }
}

const typed = (name: string, type: ValueType | null, span: Expr['span']): Expr | null =>
  type === null ? null : { kind: 'variable', name, type, span }

/** A variable that only distributions name (`z` of `p(z)`). Undefined where none does. */
function variable(env: Env, { text, span }: NameExpr): Expr | null | undefined {
  if (env.body !== null || !isLawVariable(env.world, text)) return undefined
  env.world.checker.used.add(text)
  const type = variableType(env.world, text)
  return type === null ? null : typed(text, type, span)
}

export const isLawVariable = (world: World, name: string): boolean =>
  [...world.distributions.values()].some((laws) => laws.some((law) => law.variables.some((v) => v.text === name)))

/** Whether the name stands for anything at all. */
export const isKnown = (env: Env, name: string): boolean =>
  env.body?.names.has(name) === true || env.bound.has(name) || env.world.symbols.has(name) || Object.hasOwn(CONSTANTS, name) || isClock(name) || isLawVariable(env.world, name)
  || env.world.distributions.has(name) || LAYERS.has(name) || POINTWISE.has(name) || FUNCTIONS.has(name)

/** Names that could stand here as values. */
export function visibleNames(env: Env): readonly string[] {
  const locals = [...(env.body?.names.keys() ?? []), ...env.bound.keys()]
  const { symbols, distributions } = env.world
  const model = [...symbols].filter(([, s]) => (env.body === null ? s.kind !== 'network' && s.kind !== 'given' : s.kind === 'hyper')).map(([name]) => name)
  const variables = env.body !== null ? [] : [...distributions.values()].flatMap((laws) => laws.flatMap((law) => law.variables.map((v) => v.text)))
  return [...new Set([...locals, ...model, ...variables, ...CLOCKS])]
}

/** Says that a name stands for nothing, with the one that was probably meant. */
export function unknown(env: Env, { text, span }: Pick<NameExpr, 'text' | 'span'>): null {
  if (LAYERS.has(text) || POINTWISE.has(text) || FUNCTIONS.has(text) || env.world.distributions.has(text)) {
    return fail(env, 'names/not-a-value', { name: text, what: env.world.distributions.has(text) ? 'a distribution' : 'a function', example: `${text}(…)` }, span)
  }
  const near = nearest(text, visibleNames(env))
  return fail(env, 'names/unknown', { name: text }, span, near === null ? {} : {
    help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span, text: near }] },
  })
}
