/** An objective as a sum: through lets, signs, constant factors and expectations. */
import type { Expr } from '../model/model.ts'
import type { World } from './checker.ts'
import { equationState } from './lookup.ts'

export interface Addend {
  /** 1 or -1: with which sign it enters what is minimised. */
  readonly sign: number
  /** Without the constant factors and expectations around it. */
  readonly expr: Expr
}

/** Enough for any objective that a person writes; a chain of doubling lets is cut off. */
const MOST = 200

export function addendsOf(world: World, objective: Expr, sign: number): readonly Addend[] {
  const found: Addend[] = []
  const visit = (expr: Expr, s: number, depth: number): void => {
    if (found.length >= MOST) return
    if (depth > 100) { found.push({ sign: s, expr }); return }
    const next = (e: Expr, t = s): void => visit(e, t, depth + 1)
    if (expr.kind === 'equation') {
      const equation = equationState(world, expr.name)
      if (equation !== null && Object.keys(expr.given).length === 0) { next(equation.value); return }
    }
    if (expr.kind === 'expectation' || (expr.kind === 'bind' && expr.reducer === 'E')) { next(expr.body); return }
    if (expr.kind === 'call') {
      const [a, b] = expr.args
      if (expr.op === 'neg') { next(a!, -s); return }
      if (expr.op === 'add') { next(a!); next(b!); return }
      if (expr.op === 'sub') { next(a!); next(b!, -s); return }
      const ca = a === undefined ? null : factor(world, a)
      const cb = b === undefined ? null : factor(world, b)
      if (expr.op === 'mul' && ca !== null) { next(b!, s * ca); return }
      if ((expr.op === 'mul' || expr.op === 'div') && cb !== null) { next(a!, s * cb); return }
    }
    found.push({ sign: s, expr })
  }
  visit(objective, sign, 0)
  return found
}

/** The sign of a factor that is one number known to be positive or negative; null for others. */
function factor(world: World, expr: Expr): number | null {
  if (expr.type.shape.length > 0 || expr.type.per === 'sample') return null
  if (expr.kind === 'constant') return Math.sign(expr.value) || null
  if (expr.kind !== 'call' && expr.kind !== 'equation') return null
  const equation = expr.kind === 'equation' ? equationState(world, expr.name) : null
  const { range } = equation?.value.type ?? expr.type
  return range === null ? null : range[0] > 0 ? 1 : range[1] < 0 ? -1 : null
}
