/**
 * Arithmetic that a reader would do at once: `2 * 3` is 6, `1 * x` is x. One node at a time, for whoever writes formulas
 * from the top down. Numbers with a name keep it; fractions such as 1/2 stay fractions.
 */
import type { Expr } from './model.ts'

/** Longest number that replaces what it was computed from: digits beyond would say less than the formula. */
const DIGITS = 8

/** The same value, simpler where it can be; the expression itself where it cannot. */
export function folded(e: Expr): Expr {
  if (e.kind !== 'call' || e.args.length > 2) return e
  const [a, b] = e.args as readonly [Expr | undefined, Expr | undefined]
  if (a === undefined) return e
  const value = numberOf(e)
  if (value !== null) return { kind: 'constant', value, type: e.type, span: e.span }
  if (e.op === 'neg') return a.kind === 'call' && a.op === 'neg' ? folded(a.args[0]!) : e
  if (b === undefined) return e
  const [left, right] = [numberOf(a), numberOf(b)]
  // Only one that has the shape of the whole stands for it.
  const instead = (other: Expr): Expr => (other.type.shape.length === e.type.shape.length ? folded(other) : e)
  switch (e.op) {
    case 'mul': return left === 1 ? instead(b) : right === 1 ? instead(a) : e
    case 'add': return left === 0 ? instead(b) : right === 0 ? instead(a) : right !== null && right < 0 ? turned(e, 'sub', -right) : e
    case 'sub': return right === 0 ? instead(a) : right !== null && right < 0 ? turned(e, 'add', -right) : e
    case 'div': case 'pow': return right === 1 ? instead(a) : e
    default: return e
  }
}

/** `x - -8` is x + 8. */
const turned = (e: Extract<Expr, { kind: 'call' }>, op: 'add' | 'sub', value: number): Expr =>
  ({ ...e, op, args: [e.args[0]!, { kind: 'constant', value, type: e.args[1]!.type, span: e.args[1]!.span }] })

/** What an expression of unnamed numbers comes to; null where it is none, or not better for being computed. */
function numberOf(e: Expr): number | null {
  if (e.kind === 'constant') return e.name === undefined ? e.value : null
  if (e.kind !== 'call' || e.type.shape.length > 0) return null
  const args = e.args.map(numberOf)
  if (args.some((arg) => arg === null)) return null
  const [a, b] = args as readonly number[]
  const value = compute(e.op, a!, b ?? 0)
  return value === null || !Number.isFinite(value) || String(value).length > DIGITS ? null : value
}

function compute(op: string, a: number, b: number): number | null {
  switch (op) {
    case 'neg': return -a
    case 'add': return a + b
    case 'sub': return a - b
    case 'mul': return a * b
    case 'div': return Number.isInteger(a / b) ? a / b : null
    case 'pow': return a ** b
    case 'square': return a * a
    default: return null
  }
}
