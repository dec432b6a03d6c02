/** Which parameters an objective reaches by a path that gradients can take. */
import type { Builtin, DistributionUse, Expr, Network } from '../model/model.ts'
import { partsOf, partsOfDist } from '../model/walk.ts'
import type { World } from './checker.ts'
import { familyOf } from './families.ts'
import { equationState, lawByKey, networkVariant, worldOf } from './lookup.ts'

/** A draw that gradients do not pass, and the parameters behind it. */
export interface Blocked { readonly use: DistributionUse; readonly family: string; readonly entries: ReadonlySet<string> }

export interface Reached { readonly entries: ReadonlySet<string>; readonly blocked: readonly Blocked[] }

/** No gradient passes these. */
const FLAT: ReadonlySet<Builtin> = new Set([
  'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'and', 'or', 'not', 'argmax', 'floor', 'sign', 'oneHot', 'stopGradient', 'quantile', 'auroc', 'correlation', 'frechet', 'mig',
])

/** Names inside a body: what a local or binding stands for, and in which names. */
type Locals = ReadonlyMap<string, { readonly expr: Expr; readonly inside: Locals }>
const NOTHING: Locals = new Map()

export function parametersReached(world: World, objective: Expr): Reached {
  const entries = new Set<string>()
  const blocked: Blocked[] = []
  const seen = new Set<Expr>()
  const outputs = new Set<string>()

  const drawn = (use: DistributionUse, span: DistributionUse): void => {
    const dist = use.kind === 'inline' ? use.value : lawByKey(world, use.key)?.value
    if (dist === undefined) return
    if (familyOf(dist.family).reparameterised) { scored(use); return }
    // Looked at apart: what lies behind the draw is not reached through it.
    const behind = parametersReached(world, { kind: 'statistic', of: use, which: 'mean', type: EMPTY_TYPE, span: span.span })
    if (behind.entries.size > 0) blocked.push({ use, family: dist.family, entries: behind.entries })
  }
  const scored = (use: DistributionUse): void => {
    if (use.kind === 'inline') { partsOfDist(use.value).forEach((e) => visit(e, NOTHING)); return }
    const law = lawByKey(world, use.key)
    if (law === null) return
    partsOfDist(law.value).forEach((e) => visit(e, NOTHING))
    for (const name of law.conditions) {
      const given = use.given[name]
      if (given === undefined) variable(name, use)
      else visit(given, NOTHING)
    }
  }
  const variable = (name: string, use: DistributionUse | null): void => {
    const draw = worldOf(world, name).draws.get(name)
    if (draw === undefined || drawing.has(name)) return
    drawing.add(name)
    drawn(draw.from, use ?? draw.from)
  }
  const drawing = new Set<string>()

  const visit = (expr: Expr, locals: Locals): void => {
    if (expr.kind === 'variable') {
      const local = locals.get(expr.name)
      if (local !== undefined) visit(local.expr, local.inside)
      else if (locals === NOTHING) variable(expr.name, null)
      return
    }
    if (seen.has(expr)) return
    seen.add(expr)
    switch (expr.kind) {
      case 'weight': entries.add(expr.name); return
      case 'parameter': entries.add(expr.entry); return
      case 'equation': {
        const equation = equationState(world, expr.name)
        if (equation !== null) visit(equation.value, NOTHING)
        Object.values(expr.given).forEach((e) => visit(e, locals))
        return
      }
      case 'call': {
        if (FLAT.has(expr.op)) return
        const args = expr.op === 'where' ? expr.args.slice(1) : expr.args
        args.forEach((e) => visit(e, locals))
        return
      }
      case 'layer': {
        for (const weight of Object.values(expr.weights)) {
          if (typeof weight === 'string') entries.add(weight)
          else visit(weight, locals)
        }
        visit(expr.input, locals)
        return
      }
      case 'block': {
        const inner = new Map<string, { expr: Expr; inside: Locals }>()
        for (const binding of expr.bindings) inner.set(binding.name, { expr: binding.value, inside: locals })
        for (const local of expr.body.locals) inner.set(local.name, { expr: local.value, inside: inner })
        expr.body.results.forEach((e) => visit(e, inner))
        return
      }
      case 'apply': {
        expr.args.forEach((e) => visit(e, locals))
        const network = networkVariant(world, expr.network)
        const key = `${expr.network}.${expr.output ?? ''}`
        if (network === null || outputs.has(key)) return
        outputs.add(key)
        visitBody(network, expr.output)
        return
      }
      case 'density': scored(expr.of); visit(expr.value, locals); return
      case 'divergence': scored(expr.left); scored(expr.right); return
      case 'statistic': scored(expr.of); return
      case 'bind': {
        if (expr.reducer === 'argmax' || expr.reducer === 'argmin') return
        for (const binder of expr.binders) {
          if (binder.kind === 'draws') drawn(binder.from, binder.from)
          if (binder.kind === 'path') { visit(binder.from, locals); visit(binder.to, locals) }
        }
        visit(expr.body, locals)
        return
      }
      case 'index': visit(expr.object, locals); return
      default: partsOf(expr).forEach((e) => visit(e, locals))
    }
  }
  const visitBody = (network: Network, output: string | null): void => {
    const inner = new Map<string, { expr: Expr; inside: Locals }>()
    // A body that binds nothing still has names of its own: the marker keeps them apart from the model's.
    for (const formal of network.formals) inner.set(formal.name, { expr: CONSTANT, inside: inner })
    for (const local of network.body.locals) inner.set(local.name, { expr: local.value, inside: inner })
    const at = output === null ? 0 : network.outputs.findIndex((o) => o.name === output)
    const result = network.body.results[at]
    if (result !== undefined) visit(result, inner)
  }
  visit(objective, NOTHING)
  return { entries, blocked }
}

const EMPTY_TYPE: Expr['type'] = { kind: { name: 'real' }, shape: [], range: null, per: 'one', coupled: false }
const CONSTANT: Expr = { kind: 'constant', value: 0, type: EMPTY_TYPE, span: { start: 0, end: 0 } }
