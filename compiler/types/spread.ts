/** The spread of a Normal: named, once, and of the kind that its name says. */
import type { CallExpr } from '../../grammar/ast.ts'
import { wrapping } from '../diagnostics/fixes.ts'
import type { Dist, Expr } from '../model/model.ts'
import { fail, type Env } from './checker.ts'
import { origins } from './origin.ts'
import { showKind, showRange } from './value.ts'

export type Spread = Extract<Dist, { family: 'Normal' }>['spread']

const NAMES = ['std', 'variance', 'logvar'] as const

export function spreadOf(env: Env, values: ReadonlyMap<string, Expr>, ast: CallExpr): Spread | null {
  const given = NAMES.filter((name) => values.has(name))
  const [as] = given
  if (as === undefined || given.length > 1) {
    return fail(env, 'distributions/parameter-count', { family: 'Normal', names: 'std, variance or logvar', count: String(given.length) }, ast.span)
  }
  const value = values.get(as)!
  const { kind, range } = value.type
  const isSpread = kind.name === 'std' || kind.name === 'variance' || kind.name === 'logvar'
  const arg = ast.args.find((a) => a.name?.text === as)
  if ((isSpread && kind.name !== as) || kind.name === 'logits' || kind.name === 'probability' || kind.name === 'score') {
    const fix = isSpread && arg?.name ? { fix: { title: `Write ${kind.name}:`, edits: [{ span: arg.name.span, text: kind.name }] } } : {}
    return fail(env, 'kinds/spread', { name: as, got: showKind(kind) }, value.span, { related: origins(env.world, [value], value.span), ...fix })
  }
  if (as === 'logvar' || isSpread) return { as, value }
  if (range !== null && range[1] <= 0) return fail(env, 'ranges/spread', { name: as, range: showRange(range) }, value.span)
  if (range === null || range[0] < 0) {
    fail(env, 'ranges/spread-sign', { name: as }, value.span, { related: origins(env.world, [value], value.span), ...(arg === undefined ? {} : { fix: wrapping(arg.value.span, 'softplus(', ')', 'Use softplus') }) })
  }
  return { as, value }
}
