/** The direct parts of an expression, for walks that treat all kinds alike. */
import type { Binder, Dist, DistributionUse, Expr } from './model.ts'

/** Expressions directly below, those inside distributions and binders included. Bodies of blocks included, of networks not. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'constant': case 'variable': case 'weight': case 'parameter': case 'clock': case 'row': return []
    case 'array': return expr.items
    case 'equation': return Object.values(expr.given)
    case 'call': return expr.args
    case 'layer': return [expr.input, ...Object.values(expr.weights).filter((w) => typeof w !== 'string')]
    case 'block': return [...expr.bindings.map((b) => b.value), ...expr.body.locals.map((l) => l.value), ...expr.body.results]
    case 'apply': return expr.args
    case 'density': return [...partsOfUse(expr.of), expr.value]
    case 'divergence': return [...partsOfUse(expr.left), ...partsOfUse(expr.right)]
    case 'statistic': return partsOfUse(expr.of)
    case 'expectation': return [expr.body]
    case 'bind': return [...expr.binders.flatMap(partsOfBinder), expr.body]
    case 'grad': case 'jacobian': return [expr.of, expr.wrt]
    case 'index': return [expr.object, ...expr.indices.flatMap((i) => (i.kind === 'range' ? [] : [i]))]
  }
}

export const partsOfUse = (use: DistributionUse): readonly Expr[] => (use.kind === 'named' ? Object.values(use.given) : partsOfDist(use.value))

export function partsOfDist(dist: Dist): readonly Expr[] {
  switch (dist.family) {
    case 'Normal': return [dist.loc, dist.spread.value]
    case 'Laplace': return [dist.loc, dist.scale]
    case 'Uniform': return [dist.low, dist.high]
    case 'Bernoulli': case 'Categorical': return [dist.parameter.value]
    case 'Mixture': return [...dist.components.flatMap(partsOfDist), ...(dist.weights ?? [])]
  }
}

export function partsOfBinder(binder: Binder): readonly Expr[] {
  switch (binder.kind) {
    case 'draws': return partsOfUse(binder.from)
    case 'values': return []
    case 'rows': return binder.set.where === null ? [] : [binder.set.where]
    case 'path': return [binder.from, binder.to]
  }
}

/** Distributions used directly in an expression. */
export function usesOf(expr: Expr): readonly DistributionUse[] {
  switch (expr.kind) {
    case 'density': case 'statistic': return [expr.of]
    case 'divergence': return [expr.left, expr.right]
    case 'bind': return expr.binders.flatMap((b) => (b.kind === 'draws' ? [b.from] : []))
    default: return []
  }
}

/** The network, weight or given that an entry belongs to: before the first dot. */
export function ownerOf(entry: string): string {
  const dot = entry.indexOf('.')
  return dot < 0 ? entry : entry.slice(0, dot)
}
