/** Makes worlds: the model's, and for a stage one in which overridden names, and what reaches them, are checked anew. */
import type { Distribution } from '../../grammar/ast.ts'
import type { Declared, ModelSymbol } from '../names/symbols.ts'
import { namesIn } from '../names/walk.ts'
import type { Checker, World } from './checker.ts'
import { lawKey } from './laws.ts'

const caches = (): Pick<World, 'equations' | 'networks' | 'laws' | 'variables' | 'draws'> =>
  ({ equations: new Map(), networks: new Map(), laws: new Map(), variables: new Map(), draws: new Map() })

export const mainWorld = (checker: Checker, declared: Declared): World => ({
  checker, stage: null, parent: null, symbols: declared.symbols, distributions: declared.distributions, affected: new Set(), ...caches(),
})

/** `overrides`: the names that the stage gives a new meaning, or adds. */
export function stageWorld(main: World, name: string, overrides: ReadonlyMap<string, ModelSymbol>): World {
  const symbols = new Map([...main.symbols, ...overrides])
  return { checker: main.checker, stage: name, parent: main, symbols, distributions: main.distributions, affected: affectedBy(main, symbols, overrides), ...caches() }
}

/** Names that a part of the syntax tree reads. Every stage asks for those of the whole model. */
export function namesReadBy({ written }: Checker, part: object): ReadonlySet<string> {
  let names = written.get(part)
  if (names === undefined) written.set(part, names = namesIn(part))
  return names
}

/** Overridden names and everything that reads them, directly or not. */
function affectedBy(main: World, symbols: ReadonlyMap<string, ModelSymbol>, overrides: ReadonlyMap<string, ModelSymbol>): ReadonlySet<string> {
  const affected = new Set(overrides.keys())
  const readers: { readonly names: readonly string[]; readonly reads: ReadonlySet<string> }[] = []
  for (const [name, symbol] of symbols) {
    const part = symbol.kind === 'equation' ? symbol.node.value : symbol.kind === 'network' ? symbol.node.body : symbol.kind === 'draw' ? symbol.node.from : null
    if (part !== null) readers.push({ names: [name], reads: namesReadBy(main.checker, part) })
  }
  for (const laws of main.distributions.values()) {
    for (const law of laws) readers.push({ names: [lawKey(law), law.name.text, ...variablesOf(law)], reads: namesReadBy(main.checker, law.value) })
  }
  for (let grown = affected.size > 0; grown;) {
    grown = false
    for (const { names, reads } of readers) {
      if (names.every((n) => affected.has(n)) || !meet(reads, affected)) continue
      for (const name of names) affected.add(name)
      grown = true
    }
  }
  // Data and hypers mean the same everywhere.
  for (const [name, symbol] of main.symbols) if (symbol.kind === 'field' || symbol.kind === 'hyper' || symbol.kind === 'weight') affected.delete(name)
  return affected
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true
  return false
}

const variablesOf = (law: Distribution): readonly string[] => law.variables.map((v) => v.text)
