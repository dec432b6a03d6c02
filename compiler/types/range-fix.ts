/** Data in another range: the declaration of the field that a value comes from. */
import { inserting, replacing } from '../diagnostics/fixes.ts'
import type { Details } from '../diagnostics/report.ts'
import type { Expr } from '../model/model.ts'
import type { World } from './checker.ts'
import { rootOf } from './origin.ts'
import { showRange, type Range } from './value.ts'

/** Nothing where the value comes from elsewhere. */
export function declaring(world: World, expr: Expr, range: Range): Pick<Details, 'fix'> {
  const root = rootOf(world, expr)?.expr
  return root?.kind === 'variable' ? declaringField(world, root.name, range) : {}
}

export function declaringField(world: World, name: string, range: Range): Pick<Details, 'fix'> {
  const symbol = world.symbols.get(name)
  if (symbol?.kind !== 'field' || range === null) return {}
  const { type } = symbol.node
  const title = `Declare ${name} in ${showRange(range)}`
  if (type.range === null) return { fix: inserting(type.span.end, ` in ${showRange(range)}`, title) }
  const [low, high] = type.range
  return { fix: replacing({ start: low.span.start, end: high.span.end }, `${range[0]}, ${range[1]}`, title) }
}
