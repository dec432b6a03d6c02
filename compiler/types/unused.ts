/** What is declared and never read. Data fields, distributions, terms and metrics speak for themselves. */
import { describe, type Declared } from '../names/symbols.ts'
import { fail, type World } from './checker.ts'

export function warnUnused(world: World, declared: Declared): void {
  for (const [name, symbol] of declared.symbols) {
    if (world.checker.used.has(name) || symbol.kind === 'field') continue
    if (symbol.kind === 'equation' && symbol.role !== 'let') continue
    fail(world, 'names/unused', { name, what: describe(symbol) }, symbol.node.name.span)
  }
}
