/** Where a value got its type: the secondary places that messages name. */
import type { Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import type { World } from './checker.ts'
import { equationState, networkVariant } from './lookup.ts'
import { showType } from './value.ts'

export interface Origin { readonly span: Span; readonly message: string }

/** Follows names, applications and harmless operations to the declaration that decided the type. */
export function originOf(world: World, expr: Expr, depth = 0): Origin | null {
  if (depth > 20) return null
  switch (expr.kind) {
    case 'variable': {
      const symbol = world.symbols.get(expr.name)
      if (symbol?.kind === 'field') return { span: symbol.node.span, message: `${expr.name} is ${showType(expr.type)}` }
      if (symbol?.kind === 'draw') return { span: symbol.node.span, message: `${expr.name} is drawn here: ${showType(expr.type)}` }
      return null
    }
    case 'equation': {
      const equation = equationState(world, expr.name)
      if (equation === null) return null
      return originOf(world, equation.value, depth + 1) ?? { span: equation.span, message: `${expr.name} is ${showType(expr.type)}` }
    }
    case 'apply': {
      const symbol = world.symbols.get(expr.network)
      if (symbol?.kind !== 'network') return null
      const output = expr.output === null ? symbol.node.outputs[0] : symbol.node.outputs.find((o) => o.name.text === expr.output)
      if (output !== undefined) return { span: output.span, message: `${expr.network} gives ${showType(expr.type)}` }
      const last = symbol.node.body.at(-1)
      return { span: last?.span ?? symbol.node.name.span, message: `${expr.network} gives ${showType(expr.type)}` }
    }
    case 'weight': {
      const symbol = world.symbols.get(expr.name)
      return symbol === undefined ? null : { span: symbol.node.span, message: `${expr.name} is ${showType(expr.type)}` }
    }
    case 'layer': return { span: expr.span, message: `${expr.layer} gives ${showType(expr.type)}` }
    case 'call': return expr.args.length === 1 ? originOf(world, expr.args[0]!, depth + 1) : null
    default: return null
  }
}

/** The origins of these, without repeats and without the ones that say nothing new. */
export function origins(world: World, exprs: readonly Expr[], main: Span): readonly Origin[] {
  const found: Origin[] = []
  for (const expr of exprs) {
    const origin = originOf(world, expr)
    if (origin === null || (origin.span.start === main.start && origin.span.end === main.end)) continue
    if (!found.some((o) => o.span.start === origin.span.start && o.span.end === origin.span.end)) found.push(origin)
  }
  return found
}

/** A source of bounded values: data, or a network. Through lets and one-argument maps. Null for anything mixed. */
export function rootOf(world: World, expr: Expr, depth = 0): { readonly kind: 'data' | 'network'; readonly expr: Expr } | null {
  if (depth > 20) return null
  switch (expr.kind) {
    case 'variable': return world.symbols.get(expr.name)?.kind === 'field' ? { kind: 'data', expr } : null
    case 'row': return { kind: 'data', expr }
    case 'apply': return networkVariant(world, expr.network) === null ? null : { kind: 'network', expr }
    case 'equation': {
      const equation = equationState(world, expr.name)
      return equation === null ? null : rootOf(world, equation.value, depth + 1)
    }
    case 'call': {
      const open = expr.args.filter((a) => a.kind !== 'constant')
      return open.length === 1 ? rootOf(world, open[0]!, depth + 1) : null
    }
    case 'statistic': return { kind: 'network', expr }
    default: return null
  }
}
