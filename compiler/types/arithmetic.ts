/** Operators on two values: shapes broadcast, kinds and bounds follow. */
import type { BinaryOp, Span } from '../../grammar/ast.ts'
import type { Expr, NumberKind } from '../model/model.ts'
import { fail, type Env } from './checker.ts'
import { callExpr } from './make.ts'
import { originOf, origins, rootOf } from './origin.ts'
import { declaring } from './range-fix.ts'
import { added, constantOf, divided, larger, multiplied, powered, smaller, subtracted } from './ranges.ts'
import { broadcast } from './shape.ts'
import { isFiniteRange, isLabelled, listSizes, PROBABILITY, REAL, sameKind, sameRange, showKind, showRange, showType, sizeOf, UNIT, type Range } from './value.ts'

export type ArithmeticOp = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'minimum' | 'maximum'
type ComparisonOp = 'equal' | 'notEqual' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual' | 'and' | 'or'

export const OPERATORS: Readonly<Record<BinaryOp, ArithmeticOp | ComparisonOp>> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '^': 'pow',
  '==': 'equal', '!=': 'notEqual', '<': 'less', '<=': 'lessEqual', '>': 'greater', '>=': 'greaterEqual', and: 'and', or: 'or',
}

const SIGNS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(OPERATORS).map(([sign, op]) => [op, sign]))
const signOf = (op: string): string => SIGNS[op] ?? op

export function binary(env: Env, op: BinaryOp, left: Expr, right: Expr, span: Span): Expr | null {
  const name = OPERATORS[op]
  switch (name) {
    case 'add': case 'sub': case 'mul': case 'div': case 'pow': return arithmetic(env, name, left, right, span)
    case 'minimum': case 'maximum': return null
    default: return comparison(env, name, left, right, span)
  }
}

export function arithmetic(env: Env, op: ArithmeticOp, left: Expr, right: Expr, span: Span): Expr | null {
  for (const side of [left, right]) {
    if (isLabelled(side.type.kind)) return fail(env, 'kinds/label-as-number', { what: signOf(op), type: showType(side.type) }, side.span)
  }
  const shape = broadcast(left.type.shape, right.type.shape)
  if (shape === null) return mismatch(env, op, left, right, span)
  if (op === 'sub') compared(env, left, right, span)
  return callExpr(op, [left, right], { kind: kindAfter(op, left, right), shape, range: rangeAfter(op, left.type.range, right.type.range) }, span)
}

function comparison(env: Env, op: ComparisonOp, left: Expr, right: Expr, span: Span): Expr | null {
  const equality = op === 'equal' || op === 'notEqual'
  const [a, b] = [left.type.kind, right.type.kind]
  if (isLabelled(a) || isLabelled(b)) {
    if (!equality) return fail(env, 'kinds/label-as-number', { what: signOf(op), type: showType((isLabelled(a) ? left : right).type) }, (isLabelled(a) ? left : right).span)
    if (isLabelled(a) && isLabelled(b) && !sameKind(a, b)) {
      return fail(env, 'kinds/labels-differ', { left: showKind(a), right: showKind(b) }, span, { related: origins(env.world, [left, right], span) })
    }
    const [label, other] = isLabelled(a) ? [left, right] : [right, left]
    if (!isLabelled(other.type.kind) && other.kind === 'constant' && !isClass(label.type.kind, other.value)) {
      return fail(env, 'ranges/label', { value: String(other.value), kind: showKind(label.type.kind), last: String(classesOf(label.type.kind) - 1) }, other.span)
    }
  }
  const shape = broadcast(left.type.shape, right.type.shape)
  return shape === null ? mismatch(env, op, left, right, span) : callExpr(op, [left, right], { kind: REAL, shape, range: UNIT }, span)
}

const classesOf = (kind: NumberKind): number => (kind.name === 'label' ? kind.classes : kind.name === 'tokens' ? kind.vocabulary : Infinity)
const isClass = (kind: NumberKind, value: number): boolean => Number.isInteger(value) && value >= 0 && value < classesOf(kind)

function mismatch(env: Env, op: string, left: Expr, right: Expr, span: Span): null {
  const sameCount = sizeOf(left.type.shape) === sizeOf(right.type.shape)
  const from = sameCount && left.type.shape.length < right.type.shape.length ? right : left
  const help = sameCount
    ? `They hold the same count of numbers: reshape(${listSizes(from.type.shape)}) the other one.`
    : dense(env, left, right) ?? 'Only single numbers and axes of 1 stretch, and axes only when both sides have as many.'
  return fail(env, 'shapes/mismatch', { operator: signOf(op), left: showType(left.type), right: showType(right.type) }, span, {
    related: origins(env.world, [left, right], span), help,
  })
}

/** Where one side is a network's vector: the width that would fit. */
function dense(env: Env, left: Expr, right: Expr): string | null {
  for (const [made, other] of [[left, right], [right, left]] as const) {
    if (rootOf(env.world, made)?.kind === 'network' && made.type.shape.length === 1) {
      return `Ending the network with dense(${sizeOf(other.type.shape)})${other.type.shape.length > 1 ? ` -> reshape(${listSizes(other.type.shape)})` : ''} would fit.`
    }
  }
  return null
}

function kindAfter(op: ArithmeticOp, left: Expr, right: Expr): NumberKind {
  const [a, b] = [left.type.kind, right.type.kind]
  if (op === 'sub' && left.kind === 'constant' && left.value === 1 && b.name === 'probability') return PROBABILITY
  if (op === 'mul' && a.name === 'probability' && b.name === 'probability') return PROBABILITY
  if ((op === 'minimum' || op === 'maximum') && sameKind(a, b)) return a
  // An affine map of pixels is pixels in another range.
  if (a.name === 'image' && constantOf(right.type.range) !== null && op !== 'pow') return a
  if (b.name === 'image' && constantOf(left.type.range) !== null && (op === 'add' || op === 'sub' || op === 'mul')) return b
  if (op === 'pow' && a.name === 'std' && constantOf(right.type.range) === 2) return { name: 'variance' }
  return REAL
}

function rangeAfter(op: ArithmeticOp, a: Range, b: Range): Range {
  switch (op) {
    case 'add': return added(a, b)
    case 'sub': return subtracted(a, b)
    case 'mul': return multiplied(a, b)
    case 'div': return divided(a, b)
    case 'pow': return powered(a, b)
    case 'minimum': return smaller(a, b)
    case 'maximum': return larger(a, b)
  }
}

/** A network's bounded output against data of other bounds can never match. */
function compared(env: Env, left: Expr, right: Expr, span: Span): void {
  const [a, b] = [left.type.range, right.type.range]
  if (!isFiniteRange(a) || !isFiniteRange(b) || sameRange(a, b) || left.type.shape.length === 0 || right.type.shape.length === 0) return
  const [rootA, rootB] = [rootOf(env.world, left), rootOf(env.world, right)]
  if (rootA === null || rootB === null || rootA.kind === rootB.kind) return
  const [data, made] = rootA.kind === 'data' ? [left, right] : [right, left]
  fail(env, 'ranges/compared', { data: showRange(data.type.range), made: showRange(made.type.range) }, span, {
    related: [data, made].flatMap((e) => originOf(env.world, e) ?? []), help: rangeHelp(data.type.range, made.type.range), ...declaring(env.world, data, made.type.range),
  })
}

/** How to bring a network's range to that of the data. */
export function rangeHelp(data: Range, made: Range): string {
  if (sameRange(data, [0, 1])) return 'End the network with sigmoid, or declare the data in [-1, 1].'
  if (sameRange(data, [-1, 1])) return 'End the network with tanh, or declare the data in [0, 1].'
  return sameRange(made, [0, 1]) || sameRange(made, [-1, 1]) ? `Declare the data in ${showRange(made)}.` : 'Bring both to one range.'
}
