/** What is declared and never read. Data fields, distributions, terms and metrics speak for themselves. */
import { removing } from '../diagnostics/fixes.ts'
import { describe, type Declared } from '../names/symbols.ts'
import { namesIn } from '../names/walk.ts'
import { fail, type World } from './checker.ts'

/** Networks and the sizes of their layers, nothing that would apply them: a spec for others to import. */
const LIBRARY = new Set(['model', 'import', 'hyper', 'network'])

export function warnUnused(world: World, declared: Declared): void {
  if (declared.declarations.every(({ kind }) => LIBRARY.has(kind))) return
  const unread = [...declared.symbols].filter(([name, { kind }]) => !world.checker.used.has(name) && kind !== 'field')
  // A network that is not applied reads what it names all the same.
  const named = new Set(unread.flatMap(([, symbol]) => (symbol.kind === 'network' ? [...namesIn(symbol.node)] : [])))
  for (const [name, symbol] of unread) {
    if (named.has(name) || (symbol.kind === 'equation' && symbol.role !== 'let')) continue
    // What a network or an import brings is not taken away by one line.
    const fix = symbol.kind === 'network' ? {} : { fix: removing(world.checker.source, symbol.node.span, `Remove ${name}`) }
    fail(world, 'names/unused', { name, what: describe(symbol) }, symbol.node.name.span, fix)
  }
}
