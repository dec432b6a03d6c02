/** What the thing before the parentheses, or after an arrow, is. */
import type { Distribution, Expr as Ast, Network as NetworkAst } from '../../grammar/ast.ts'
import type { DistributionEquation, Network } from '../model/model.ts'
import { describe } from '../names/symbols.ts'
import { writtenHere } from '../names/elsewhere.ts'
import { nearest } from '../names/suggest.ts'
import { fail, textAt, type Env } from './checker.ts'
import { FAMILIES, type FamilyRow } from './families.ts'
import { FUNCTIONS, type FunctionRow } from './functions.ts'
import { LAYERS, type LayerRow } from './layers.ts'
import { POINTWISE, type PointwiseRow } from './pointwise.ts'

export type Callee =
  | { readonly kind: 'network'; readonly name: string; readonly node: NetworkAst }
  | { readonly kind: 'block'; readonly name: string; readonly node: NetworkAst }
  | { readonly kind: 'given-network'; readonly network: Network }
  | { readonly kind: 'given-laws'; readonly name: string; readonly laws: readonly DistributionEquation[] }
  | { readonly kind: 'given-equation'; readonly name: string; readonly given: string }
  | { readonly kind: 'laws'; readonly name: string; readonly laws: readonly Distribution[] }
  | { readonly kind: 'family'; readonly row: FamilyRow }
  | { readonly kind: 'layer'; readonly row: LayerRow }
  | { readonly kind: 'pointwise'; readonly row: PointwiseRow }
  | { readonly kind: 'function'; readonly row: FunctionRow }
  | { readonly kind: 'special'; readonly name: 'KL' | 'mode' | 'grad' | 'jacobian' }

const SPECIAL = ['KL', 'mode', 'grad', 'jacobian'] as const

/** The callee, or null when the name is unknown (`undefined` diagnostics none: says nothing). */
export function findCallee(env: Env, callee: Ast): Callee | null {
  const { world } = env
  if (callee.kind === 'name') {
    const name = callee.text
    const symbol = world.symbols.get(name)
    if (symbol?.kind === 'network') {
      world.checker.used.add(name)
      return { kind: symbol.node.role === 'block' ? 'block' : 'network', name, node: symbol.node }
    }
    const laws = world.distributions.get(name)
    if (laws !== undefined) return { kind: 'laws', name, laws }
    const family = FAMILIES.get(name)
    if (family !== undefined) return { kind: 'family', row: family }
    const layer = LAYERS.get(name)
    if (layer !== undefined) return { kind: 'layer', row: layer }
    const pointwise = POINTWISE.get(name)
    if (pointwise !== undefined) return { kind: 'pointwise', row: pointwise }
    const row = FUNCTIONS.get(name)
    if (row !== undefined) return { kind: 'function', row }
    const special = SPECIAL.find((s) => s === name)
    return special === undefined ? null : { kind: 'special', name: special }
  }
  if (callee.kind !== 'member' || callee.object.kind !== 'name') return null
  const model = world.checker.givens.get(callee.object.text)
  if (model === undefined) return null
  world.checker.used.add(callee.object.text)
  const name = `${callee.object.text}.${callee.property.text}`
  const network = model.networks.find((n) => n.name === name)
  if (network !== undefined) return { kind: 'given-network', network }
  const laws = model.distributions.filter((d) => d.name === name)
  if (laws.length > 0) return { kind: 'given-laws', name, laws }
  return model.equations.some((e) => e.name === name) ? { kind: 'given-equation', name, given: callee.object.text } : null
}

/** Every name that can be called here, for suggestions. */
export const callableNames = (env: Env): readonly string[] => [
  ...[...env.world.symbols].filter(([, s]) => s.kind === 'network').map(([name]) => name),
  ...env.world.distributions.keys(), ...FAMILIES.keys(), ...LAYERS.keys(), ...POINTWISE.keys(), ...FUNCTIONS.keys(), ...SPECIAL,
]

/** Says that `callee` cannot be called. */
export function unknownCallee(env: Env, callee: Ast): null {
  if (callee.kind === 'error') return null
  if (callee.kind === 'name') {
    if (callee.text === '') return null
    const symbol = env.world.symbols.get(callee.text)
    const local = env.body?.names.has(callee.text) === true || env.bound.has(callee.text)
    if (symbol !== undefined || local) {
      return fail(env, 'names/not-a-function', { name: callee.text, what: symbol === undefined || local ? 'a value' : describe(symbol) }, callee.span)
    }
    const otherwise = writtenHere(callee.text)
    if (otherwise !== null) return fail(env, 'names/unknown-function', { name: callee.text }, callee.span, { help: `Write ${otherwise}.` })
    const near = nearest(callee.text, callableNames(env))
    return fail(env, 'names/unknown-function', { name: callee.text }, callee.span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: callee.span, text: near }] },
    })
  }
  if (callee.kind === 'member' && callee.object.kind === 'name') {
    const symbol = env.world.symbols.get(callee.object.text)
    if (symbol?.kind === 'given') {
      env.world.checker.used.add(callee.object.text)
      if (symbol.model === null) return null
      const prefix = `${callee.object.text}.`
      const known = [...symbol.model.networks, ...symbol.model.distributions, ...symbol.model.equations].map((d) => d.name.slice(prefix.length))
      const near = nearest(callee.property.text, known)
      return fail(env, 'names/unknown-member', { object: callee.object.text, member: callee.property.text, known: [...new Set(known)].join(', ') }, callee.property.span,
        near === null ? {} : { help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: callee.property.span, text: near }] } })
    }
  }
  return fail(env, 'names/not-a-function', { name: textAt(env, callee.span), what: 'a value' }, callee.span)
}
