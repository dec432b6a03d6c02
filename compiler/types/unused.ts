/** What is declared and never read. Data fields, distributions, terms and metrics speak for themselves. */
import { replacing, wholeStatement } from '../diagnostics/fixes.ts'
import { describe, type Declared } from '../names/symbols.ts'
import { fail, type World } from './checker.ts'

export function warnUnused(world: World, declared: Declared): void {
  for (const [name, symbol] of declared.symbols) {
    if (world.checker.used.has(name) || symbol.kind === 'field') continue
    if (symbol.kind === 'equation' && symbol.role !== 'let') continue
    // What a network or an import brings is not taken away by one line.
    const fix = symbol.kind === 'network' ? {} : { fix: replacing(wholeStatement(world.checker.source, symbol.node.span), '', `Remove ${name}`) }
    fail(world, 'names/unused', { name, what: describe(symbol) }, symbol.node.name.span, fix)
  }
}
