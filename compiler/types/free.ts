/** Which variables an expression reads, through equations, distributions and applications. */
import type { Binder, DistributionUse, Expr } from '../model/model.ts'
import { partsOfDist } from '../model/walk.ts'
import type { World } from './checker.ts'
import { equationState, lawByKey } from './lookup.ts'

type Free = Set<string>

/** Free variables: data fields, draws and variables of distributions that a binder could replace. */
export function freeVariables(world: World, expr: Expr): ReadonlySet<string> {
  const free: Free = new Set()
  collect(world, expr, free, 0)
  return free
}

export function freeInUse(world: World, use: DistributionUse): ReadonlySet<string> {
  const free: Free = new Set()
  ofUse(world, use, free, 0)
  return free
}

/** What a list of binders hides from what follows it, and what the binders themselves read. */
export function freeUnderBinders(world: World, binders: readonly Binder[], bodies: readonly Expr[]): ReadonlySet<string> {
  const free: Free = new Set()
  under(world, binders, bodies, free, 0)
  return free
}

/** Names that a binder gives a value: its variable, and the paired fields of its rows. */
export function boundBy(world: World, binder: Binder): readonly string[] {
  if (binder.kind !== 'rows') return [binder.variable]
  const fields = world.checker.datasets.find((d) => d.name === binder.set.dataset)?.fields ?? []
  return [binder.variable, ...fields.map((f) => f.name)]
}

function under(world: World, binders: readonly Binder[], bodies: readonly Expr[], free: Free, depth: number): void {
  const inner: Free = new Set()
  for (const body of bodies) collect(world, body, inner, depth)
  for (const binder of [...binders].reverse()) {
    if (binder.kind === 'rows' && binder.set.where !== null) collect(world, binder.set.where, inner, depth)
    for (const name of boundBy(world, binder)) inner.delete(name)
    if (binder.kind === 'draws') ofUse(world, binder.from, inner, depth)
    if (binder.kind === 'path') {
      collect(world, binder.from, inner, depth)
      collect(world, binder.to, inner, depth)
    }
  }
  for (const name of inner) free.add(name)
}

function collect(world: World, expr: Expr, free: Free, depth: number): void {
  if (depth > 200) return
  const go = (e: Expr): void => collect(world, e, free, depth + 1)
  switch (expr.kind) {
    case 'variable': free.add(expr.name); return
    case 'constant': case 'weight': case 'parameter': case 'clock': case 'row': return
    case 'array': expr.items.forEach(go); return
    case 'call': expr.args.forEach(go); return
    case 'apply': expr.args.forEach(go); return
    case 'layer': go(expr.input); return
    case 'block': expr.bindings.forEach((b) => go(b.value)); return
    case 'equation': {
      const equation = equationState(world, expr.name)
      if (equation === null) return
      // Remembered: a chain of lets that each use the one before twice would otherwise take exponential time.
      const memo = world.checker.free
      let inner = memo.get(equation)
      if (inner === undefined) {
        const fresh: Free = new Set()
        collect(world, equation.value, fresh, depth + 1)
        inner = fresh
        memo.set(equation, inner)
      }
      for (const name of inner) if (!Object.hasOwn(expr.given, name)) free.add(name)
      for (const [name, value] of Object.entries(expr.given)) if (inner.has(name)) go(value)
      return
    }
    case 'density': ofUse(world, expr.of, free, depth); go(expr.value); return
    case 'divergence': ofUse(world, expr.left, free, depth); ofUse(world, expr.right, free, depth); return
    case 'statistic': ofUse(world, expr.of, free, depth); return
    case 'expectation': go(expr.body); return
    case 'bind': under(world, expr.binders, [expr.body], free, depth + 1); return
    case 'grad': case 'jacobian': go(expr.of); go(expr.wrt); return
    case 'index': go(expr.object); expr.indices.forEach((i) => { if (i.kind !== 'range') go(i) }); return
  }
}

function ofUse(world: World, use: DistributionUse, free: Free, depth: number): void {
  if (use.kind === 'inline') { partsOfDist(use.value).forEach((e) => collect(world, e, free, depth + 1)); return }
  const conditions = lawByKey(world, use.key)?.conditions ?? []
  for (const condition of conditions) {
    const given = use.given[condition]
    if (given === undefined) free.add(condition)
    else collect(world, given, free, depth + 1)
  }
}
