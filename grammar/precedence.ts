/**
 * Nests a flat list of operands and operators. From the loosest to the tightest: `->`, `or`, `and`, `not`, comparisons,
 * `+ -`, `* /`, unary minus, `^` (to the right). What is tighter than these, applications and members, is one operand.
 */
import type { IToken } from 'chevrotain'
import type { BinaryOp, Expr, NumberExpr, Span } from './ast.ts'
import { problem, type SyntaxProblem } from './problem.ts'

/** One operand with its signs, and the operator after it. A superscript is an operator whose right side is in it. */
export interface Item {
  readonly prefixes: readonly IToken[]
  /** Operand, with `outer` the span of the parentheses around it, if any. */
  readonly operand: Expr
  readonly outer: Span
}

export type Link = { readonly operator: IToken; readonly exponent: NumberExpr } | { readonly operator: IToken; readonly exponent: null }

interface Placed { readonly expr: Expr; readonly start: number; readonly end: number }

const levels: Readonly<Record<string, number>> = {
  '->': 1, or: 2, and: 3, '==': 5, '!=': 5, '<': 5, '<=': 5, '>': 5, '>=': 5, '+': 6, '-': 6, '*': 7, '/': 7, '^': 9,
}
const notLevel = 4
const comparisonLevel = 5
const signLevel = 8

const spellings: Readonly<Record<string, string>> = {
  '→': '->', '≤': '<=', '≥': '>=', '≠': '!=', '−': '-', '·': '*', '⋅': '*', '⊙': '*', '×': '*', '∗': '*',
}

/** The operator a token stands for, in ASCII. */
export const operatorOf = (token: IToken): string => spellings[token.image] ?? token.image

const spanOf = (token: IToken): Span => ({ start: token.startOffset, end: token.startOffset + token.image.length })

/**
 * The expression of `items[0] links[0] items[1] …`. Spans of compound expressions reach over the parentheses of their parts.
 * Comparisons that follow each other are reported to `problems`.
 */
export function nest(items: readonly Item[], links: readonly Link[], problems: SyntaxProblem[]): Expr {
  let item = 0
  let link = 0

  const level = (l: Link | undefined): number => l === undefined ? 0 : l.exponent ? levels['^']! : levels[operatorOf(l.operator)] ?? 0

  const signed = (prefix: number): Placed => {
    const current = items[item]!
    const token = current.prefixes[prefix]
    if (!token) {
      item++
      return { expr: current.operand, start: current.outer.start, end: current.outer.end }
    }
    const op = token.image === 'not' ? 'not' : '-'
    const operand = climb(signed(prefix + 1), op === 'not' ? notLevel + 1 : signLevel + 1)
    const span = { start: token.startOffset, end: operand.end }
    return { expr: { kind: 'unary', op, operand: operand.expr, span }, ...span }
  }

  /** Extends `left` by all operators that bind at least as tightly as `least`. */
  const climb = (left: Placed, least: number): Placed => {
    let result = left
    let compared: IToken | null = null
    for (;;) {
      const next = links[link]
      const tightness = level(next)
      if (!next || tightness < least || tightness === 0) return result
      link++
      const start = result.start
      if (next.exponent) {
        const span = { start, end: next.exponent.span.end }
        result = { expr: { kind: 'binary', op: '^', left: result.expr, right: next.exponent, opSpan: next.exponent.span, span }, ...span }
        continue
      }
      const right = climb(signed(0), operatorOf(next.operator) === '^' ? tightness : tightness + 1)
      const span = { start, end: right.end }
      if (tightness === comparisonLevel) {
        if (compared) problems.push(chained(compared, next.operator))
        compared = next.operator
      }
      const op = operatorOf(next.operator)
      result = op === '->'
        ? { expr: { kind: 'pipe', input: result.expr, target: right.expr, span }, ...span }
        : { expr: { kind: 'binary', op: op as BinaryOp, left: result.expr, right: right.expr, opSpan: spanOf(next.operator), span }, ...span }
    }
  }

  return climb(signed(0), 1).expr
}

const chained = (first: IToken, second: IToken): SyntaxProblem => problem('syntax/comparison', second.startOffset, second.startOffset + second.image.length,
  `A comparison has two sides. Write \`a ${first.image} b and b ${second.image} c\`.`, ['and'])
