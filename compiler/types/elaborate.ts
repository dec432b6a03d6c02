/** Syntax to typed expressions. Null stands for an expression whose mistake has been told, and absorbs what contains it. */
import type { Expr as Ast } from '../../grammar/ast.ts'
import type { Axis, Expr } from '../model/model.ts'
import { applicationAt, singleOutput } from './apply.ts'
import { binary } from './arithmetic.ts'
import { bindExpr, comprehension } from './binders.ts'
import { call } from './calls.ts'
import { fail, type Env } from './checker.ts'
import { densityCall } from './density.ts'
import { constantExpr, callExpr, withType } from './make.ts'
import { member } from './members.ts'
import { noteType } from './places.ts'
import { resolveName } from './resolve.ts'
import { wholeNumber } from './static.ts'
import { isLabelled, joined, REAL, sameAxes, showType, valueType } from './value.ts'

export function elaborate(env: Env, ast: Ast): Expr | null {
  const expr = elaborated(env, ast)
  if (expr !== null) noteType(env.world.checker.types, ast.span, expr.type)
  return expr
}

function elaborated(env: Env, ast: Ast): Expr | null {
  switch (ast.kind) {
    case 'error': return null
    case 'number': return constantExpr(ast.value, ast.span)
    case 'text': return fail(env, 'kinds/text', { text: ast.value }, ast.span)
    case 'name': return resolveName(env, ast)
    case 'member': return member(env, ast)
    case 'index': return index(env, ast)
    case 'call': return call(env, ast, null, ast.span)
    case 'pipe': return pipe(env, ast)
    case 'reduce': return bindExpr(env, ast)
    case 'comprehension': return comprehension(env, ast)
    case 'array': return array(env, ast)
    case 'norm': return norm(env, ast)
    case 'log': return logarithm(env, ast)
    case 'unary': return unary(env, ast)
    case 'binary': {
      const [left, right] = [elaborate(env, ast.left), elaborate(env, ast.right)]
      return left === null || right === null ? null : binary(env, ast.op, left, right, ast.span)
    }
  }
}

function unary(env: Env, ast: Extract<Ast, { kind: 'unary' }>): Expr | null {
  const operand = elaborate(env, ast.operand)
  if (operand === null) return null
  if (isLabelled(operand.type.kind)) return fail(env, 'kinds/label-as-number', { what: ast.op, type: showType(operand.type) }, operand.span)
  if (ast.op === 'not') return callExpr('not', [operand], { kind: REAL, shape: operand.type.shape, range: [0, 1] }, ast.span)
  // A negative literal stays a constant.
  if (operand.kind === 'constant' && operand.name === undefined) return constantExpr(-operand.value, ast.span)
  const { range, kind } = operand.type
  const keeps = kind.name === 'score' || kind.name === 'logits'
  return callExpr('neg', [operand], { kind: keeps ? kind : REAL, shape: operand.type.shape, range: range === null ? null : [-range[1], -range[0]] }, ast.span)
}

/** `x -> f(a)` is `f(x, a)`. */
function pipe(env: Env, ast: Extract<Ast, { kind: 'pipe' }>): Expr | null {
  const application = applicationAt(env, ast)
  if (application !== undefined) return application === null ? null : singleOutput(env, application)
  const input = elaborate(env, ast.input) ?? 'broken'
  const { target } = ast
  if (target.kind === 'error') return null
  if (target.kind === 'call') return call(env, target, input, target.span)
  if (target.kind === 'name' || target.kind === 'member') {
    return call(env, { kind: 'call', callee: target, binders: [], args: [], bar: null, barArgs: [], span: target.span }, input, target.span)
  }
  return fail(env, 'names/arrow-target', {}, target.span)
}

/** `[a, b]`: the items along a new first axis. */
function array(env: Env, ast: Extract<Ast, { kind: 'array' }>): Expr | null {
  const items = ast.items.map((item) => elaborate(env, item))
  if (items.some((i) => i === null)) return null
  const values = items as Expr[]
  const [first, ...others] = values
  if (first === undefined) return fail(env, 'shapes/empty-array', {}, ast.span)
  for (const item of values) {
    if (isLabelled(item.type.kind)) return fail(env, 'kinds/label-as-number', { what: 'an array', type: showType(item.type) }, item.span)
  }
  const odd = others.find((o) => !sameAxes(o.type.shape, first.type.shape))
  if (odd !== undefined) return fail(env, 'shapes/array', { first: showType(first.type), other: showType(odd.type) }, odd.span)
  const ranges = values.map((v) => v.type.range)
  const range = ranges.some((r) => r === null) ? null : [Math.min(...ranges.map((r) => r![0])), Math.max(...ranges.map((r) => r![1]))] as const
  return { kind: 'array', items: values, type: valueType({ shape: [{ size: values.length }, ...first.type.shape], range, ...joined(values.map((v) => v.type)) }), span: ast.span }
}

/** `||e||`: the square root of the sum of squares over the event. */
function norm(env: Env, ast: Extract<Ast, { kind: 'norm' }>): Expr | null {
  const operand = elaborate(env, ast.operand)
  if (operand === null) return null
  if (isLabelled(operand.type.kind)) return fail(env, 'kinds/label-as-number', { what: '|| ||', type: showType(operand.type) }, operand.span)
  return callExpr('norm', [operand], { kind: REAL, shape: [], range: [0, Infinity] }, ast.span)
}

/** `log e`: of a density the log-density, of anything else the logarithm. */
function logarithm(env: Env, ast: Extract<Ast, { kind: 'log' }>): Expr | null {
  const density = densityCall(env, ast.operand, ast.span)
  if (density !== undefined) return density === null ? null : { ...density, log: true, type: withType(density, { ...density.type, range: null }).type }
  const callee: Ast = { kind: 'name', text: 'log', span: { start: ast.span.start, end: ast.span.start + 3 } }
  const arg = { name: null, separator: null, value: ast.operand, span: ast.operand.span }
  return call(env, { kind: 'call', callee, binders: [], args: [arg], bar: null, barArgs: [], span: ast.span }, null, ast.span)
}

/** `each[y]`, `h[0..3, 1]` */
function index(env: Env, ast: Extract<Ast, { kind: 'index' }>): Expr | null {
  const object = elaborate(env, ast.object)
  if (object === null) return null
  const { shape } = object.type
  if (ast.indices.length > shape.length) {
    return fail(env, 'shapes/index-count', { count: String(ast.indices.length), type: showType(object.type) }, ast.span)
  }
  const indices: (Expr | { kind: 'range'; from: number; to: number })[] = []
  const axes: Axis[] = []
  for (const [i, written] of ast.indices.entries()) {
    const axis = shape[i]!
    if (written.kind === 'range') {
      const [from, to] = [wholeNumber(env, written.from, 'the start of a slice', 0), wholeNumber(env, written.to, 'the end of a slice', 0)]
      if (from === null || to === null) return null
      if (from > to || to >= axis.size) return fail(env, 'ranges/index', { index: `${from}..${to}`, size: String(axis.size) }, written.span)
      indices.push({ kind: 'range', from, to })
      axes.push({ size: to - from + 1 })
      continue
    }
    const value = elaborate(env, written)
    if (value === null) return null
    if (value.type.shape.length !== 0) return fail(env, 'shapes/argument', { callee: 'an index', needs: 'one number or label', got: showType(value.type) }, value.span)
    const { kind, range } = value.type
    if (kind.name === 'label' && kind.classes !== axis.size) {
      return fail(env, 'shapes/label-index', { classes: String(kind.classes), size: String(axis.size) }, value.span)
    }
    const isConstant = range !== null && range[0] === range[1]
    if (!isLabelled(kind) && isConstant && (!Number.isInteger(range[0]) || range[0] < 0 || range[0] >= axis.size)) {
      return fail(env, 'ranges/index', { index: String(range[0]), size: String(axis.size) }, value.span)
    }
    indices.push(value)
  }
  const type = { ...object.type, shape: [...axes, ...shape.slice(ast.indices.length)], ...joined([object.type, ...indices.flatMap((i) => (i.kind === 'range' ? [] : [i.type]))]) }
  return { kind: 'index', object, indices, type, span: ast.span }
}
