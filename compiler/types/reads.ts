/** Whether an expression depends on a variable or equation of a name, through equations, distributions and draws. */
import type { DistributionUse, Expr } from '../model/model.ts'
import { partsOf, partsOfDist, usesOf } from '../model/walk.ts'
import type { World } from './checker.ts'
import { equationState, lawByKey } from './lookup.ts'

export function reads(world: World, expr: Expr, name: string): boolean {
  const seen = new Set<string>()
  const inUse = (use: DistributionUse): boolean => {
    if (use.kind === 'inline') return partsOfDist(use.value).some(inExpr)
    const law = lawByKey(world, use.key)
    return law !== null && law.conditions.some((c) => (use.given[c] === undefined ? c === name || viaEquation(c) : inExpr(use.given[c])))
  }
  const viaEquation = (of: string): boolean => {
    if (seen.has(of)) return false
    seen.add(of)
    const equation = equationState(world, of)
    return equation !== null && inExpr(equation.value)
  }
  const inExpr = (e: Expr): boolean => {
    if (e.kind === 'variable' && e.name === name) return true
    if (e.kind === 'equation' && (e.name === name || viaEquation(e.name))) return true
    return partsOf(e).some(inExpr) || usesOf(e).some(inUse)
  }
  return inExpr(expr)
}
