/** Where values over whole splits may stand. */
import type { Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { partsOf } from '../model/walk.ts'
import { isOpen, needsWholeSplit, takesRows } from '../model/whole.ts'
import { fail, textAt, type World } from './checker.ts'
import { equationState } from './lookup.ts'

/** Tells where something computed for every batch needs a whole split, through names of equations too. */
export function checkOneBatch(world: World, expr: Expr, part: string, span: Span): boolean {
  const seen = new Set<string>()
  const visit = (e: Expr, text: (inner: Span) => string): string | null => {
    if (needsWholeSplit(e)) return text(e.span)
    if (e.kind === 'equation' && !seen.has(e.name)) {
      seen.add(e.name)
      const equation = equationState(world, e.name)
      // What a given reads stands in another file.
      // A loss term tells its own.
      const own = equation === null || (equation.role === 'term' && !e.name.includes('.'))
      const found = own ? null : visit(equation.value, e.name.includes('.') ? () => e.name : text)
      if (found !== null) return found
    }
    for (const inner of partsOf(e)) {
      const found = visit(inner, text)
      if (found !== null) return found
    }
    return null
  }
  const text = visit(expr, (inner) => textAt(world, inner))
  if (text === null) return true
  fail(world, 'reductions/in-training', { text, part }, span)
  return false
}

/** Tells of an array over rows that no statistic takes. `whole`: the expression itself may be one. */
export function checkArrays(world: World, expr: Expr, whole: boolean): boolean {
  if (isOpen(expr) && !whole) {
    fail(world, 'reductions/rows-array', { text: textAt(world, expr.span) }, expr.span)
    return false
  }
  const inside = takesRows(expr)
  return partsOf(expr).every((part) => checkArrays(world, part, inside))
}
