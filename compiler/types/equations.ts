/** Lets, loss terms and metrics: checked when first read, remembered, recursion found. */
import type { Span } from '../../grammar/ast.ts'
import { wrapping } from '../diagnostics/fixes.ts'
import type { Equation } from '../model/model.ts'
import { addHint, fail, rootEnv, type World } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { worldOf } from './lookup.ts'
import { sayShape, showKind, showShape, showType } from './value.ts'

/** The equation of that name, or null when its mistake has been told. `span`: where it is read. */
export function elaborateEquation(world: World, name: string, span: Span): Equation | null {
  const home = worldOf(world, name)
  const known = home.equations.get(name)
  if (known?.state === 'done') return known.equation
  const symbol = home.symbols.get(name)
  if (symbol?.kind !== 'equation') return null
  if (known?.state === 'busy') return fail(world, 'names/recursion', { name, what: symbol.role === 'let' ? 'let' : symbol.role }, span)
  home.equations.set(name, { state: 'busy' })
  const value = elaborate(rootEnv(home), symbol.node.value)
  let equation: Equation | null = value === null ? null : { name, role: symbol.role, value, span: symbol.node.span }
  if (value !== null && symbol.role === 'term' && value.type.shape.length > 0) {
    equation = fail(world, 'reductions/term', { name, got: showShape(value.type.shape) }, symbol.node.value.span, { fix: wrapping(symbol.node.value.span, 'sum(', ')', 'Sum it') })
  }
  if (value !== null && (value.type.kind.name === 'label' || value.type.kind.name === 'tokens') && symbol.role !== 'let') {
    equation = fail(world, 'kinds/label-as-number', { what: symbol.role === 'term' ? 'a loss term' : 'a metric', type: showType(value.type) }, symbol.node.value.span)
  }
  if (value !== null && symbol.role === 'metric' && value.type.per === 'sample') {
    fail(world, 'reductions/metric-per-sample', { name }, symbol.node.value.span, {
      fix: wrapping(symbol.node.value.span, 'E[', ']', 'Average it'),
    })
  }
  if (value !== null) addHint(world, symbol.node.name.span, { type: `${showKind(value.type.kind)}, ${sayShape(value.type.shape)}`, shape: showShape(value.type.shape) })
  home.equations.set(name, { state: 'done', equation })
  return equation
}
