/** Numbers known when checking: sizes, rates, counts. Literals, hypers, `pi`, arithmetic on them, number formals of blocks. */
import type { Expr as Ast } from '../../grammar/ast.ts'
import type { Axis } from '../model/model.ts'
import { CONSTANTS } from '../names/reserved.ts'
import { visitNodes } from '../names/walk.ts'
import { fail, textAt, type Env } from './checker.ts'
import { isKnown, unknown } from './resolve.ts'

/** The value, or null where the expression is not constant; says nothing. */
export function staticValue(env: Env, ast: Ast): number | null {
  switch (ast.kind) {
    case 'number': return ast.value
    case 'name': {
      const local = env.body?.names.get(ast.text)
      if (local !== undefined) {
        local.used ||= local.constant !== null
        return local.constant
      }
      const bound = env.bound.get(ast.text)
      if (bound !== undefined) return bound.constant
      const hyper = env.world.checker.hypers.get(ast.text)
      if (hyper !== undefined) {
        env.world.checker.used.add(ast.text)
        return hyper.value
      }
      return Object.hasOwn(CONSTANTS, ast.text) ? CONSTANTS[ast.text]! : null
    }
    case 'unary': {
      const value = staticValue(env, ast.operand)
      return value === null || ast.op !== '-' ? null : -value
    }
    case 'binary': {
      const [a, b] = [staticValue(env, ast.left), staticValue(env, ast.right)]
      return a === null || b === null ? null : arithmetic(ast.op, a, b)
    }
    case 'call': {
      if (ast.callee.kind !== 'name' || ast.args.length !== 1 || ast.bar !== null) return null
      const f = FUNCTIONS[ast.callee.text]
      const value = f === undefined ? null : staticValue(env, ast.args[0]!.value)
      return f === undefined || value === null ? null : f(value)
    }
    case 'log': {
      const value = staticValue(env, ast.operand)
      return value === null ? null : Math.log(value)
    }
    default: return null
  }
}

/** Whether a condition on such numbers holds, or null where it is no such condition; says nothing. */
export function staticTruth(env: Env, ast: Ast): boolean | null {
  if (ast.kind === 'unary' && ast.op === 'not') {
    const held = staticTruth(env, ast.operand)
    return held === null ? null : !held
  }
  if (ast.kind !== 'binary') return null
  if (ast.op === 'and' || ast.op === 'or') {
    const [a, b] = [staticTruth(env, ast.left), staticTruth(env, ast.right)]
    return a === null || b === null ? null : ast.op === 'and' ? a && b : a || b
  }
  const [a, b] = [staticValue(env, ast.left), staticValue(env, ast.right)]
  return a === null || b === null ? null : COMPARISONS[ast.op]?.(a, b) ?? null
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b, '!=': (a, b) => a !== b, '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
}

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = { exp: Math.exp, log: Math.log, sqrt: Math.sqrt, floor: Math.floor, abs: Math.abs }

function arithmetic(op: string, a: number, b: number): number | null {
  switch (op) {
    case '+': return a + b
    case '-': return a - b
    case '*': return a * b
    case '/': return a / b
    case '^': return a ** b
    default: return null
  }
}

/** A constant, or a diagnostic that says what it is for. */
export function constant(env: Env, ast: Ast, what: string): number | null {
  if (ast.kind === 'error') return null
  const value = staticValue(env, ast)
  if (value !== null && Number.isFinite(value)) return value
  const stranger = strangerIn(env, ast)
  if (stranger !== null) return unknown(env, stranger)
  return fail(env, 'kinds/not-constant', { what, text: textAt(env, ast.span) }, ast.span)
}

/** A name that stands for nothing explains more than that the whole is not constant. A hyper whose value was wrong has been told. */
function strangerIn(env: Env, ast: Ast): { readonly text: string; readonly span: Ast['span'] } | null {
  let found: { readonly text: string; readonly span: Ast['span'] } | null = null
  visitNodes(ast, (node) => {
    const text = node['text']
    if (found === null && node.kind === 'name' && typeof text === 'string' && text !== '' && !isKnown(env, text)) found = { text, span: node.span }
  })
  return found
}

/** A whole number of at least `least`. */
export function wholeNumber(env: Env, ast: Ast, what: string, least = 1): number | null {
  const value = constant(env, ast, what)
  if (value === null) return null
  if (Number.isSafeInteger(value) && value >= least) return value
  // A hyper is named itself, so that its uses are told as one mistake.
  const named = ast.kind === 'name' && env.world.checker.hypers.has(ast.text) ? ast.text : what
  return fail(env, 'shapes/size', { what: named, value: String(value), least: String(least) }, ast.span)
}

/** The axes in brackets; an axis written as a hyper keeps its name. */
export function axesFrom(env: Env, sizes: readonly Ast[], what: string): readonly Axis[] | null {
  const axes: Axis[] = []
  let whole = true
  for (const ast of sizes) {
    const size = wholeNumber(env, ast, what)
    if (size === null) whole = false
    else axes.push(ast.kind === 'name' && env.world.checker.hypers.has(ast.text) ? { size, name: ast.text } : { size })
  }
  return whole ? axes : null
}
