/** Makes worlds: the model's, and for a stage one in which overridden names, and what reaches them, are checked anew. */
import { Layered } from '../names/layered.ts'
import type { Declared, ModelSymbol } from '../names/symbols.ts'
import { namesIn } from '../names/walk.ts'
import type { Checker, World } from './checker.ts'
import { lawKey } from './laws.ts'

const caches = (): Pick<World, 'equations' | 'networks' | 'laws' | 'variables' | 'draws'> =>
  ({ equations: new Map(), networks: new Map(), laws: new Map(), variables: new Map(), draws: new Map() })

export const mainWorld = (checker: Checker, declared: Declared): World => ({
  checker, stage: null, parent: null, symbols: declared.symbols, distributions: declared.distributions, affected: new Set(), ...caches(),
})

/** `overrides`: the names that the stage gives a new meaning, or adds; `readers`: those of the model. */
export function stageWorld(main: World, name: string, overrides: ReadonlyMap<string, ModelSymbol>, readers: Readers): World {
  return { checker: main.checker, stage: name, parent: main, symbols: new Layered(main.symbols, overrides), distributions: main.distributions, affected: affectedBy(main, overrides, readers), ...caches() }
}

/** Names that a part of the syntax tree reads. */
export function namesReadBy({ written }: Checker, part: object): ReadonlySet<string> {
  let names = written.get(part)
  if (names === undefined) written.set(part, names = namesIn(part))
  return names
}

/** Overridden names and everything that reads them, directly or not. */
function affectedBy(main: World, overrides: ReadonlyMap<string, ModelSymbol>, readers: Readers): ReadonlySet<string> {
  const affected = new Set(overrides.keys())
  // A set is walked through to what is added on the way.
  for (const name of affected) for (const reader of readers.get(name) ?? []) affected.add(reader)
  // Data and hypers mean the same everywhere.
  for (const name of affected) if (STAYS.has(main.symbols.get(name)?.kind)) affected.delete(name)
  return affected
}

const STAYS: ReadonlySet<ModelSymbol['kind'] | undefined> = new Set(['field', 'hyper', 'weight'] as const)

/** For each name that is read: what is declared by those who read it. */
export type Readers = ReadonlyMap<string, readonly string[]>

export function readersIn(main: World): Readers {
  const readers = new Map<string, string[]>()
  const note = (declared: readonly string[], part: object): void => {
    for (const name of namesReadBy(main.checker, part)) {
      const known = readers.get(name)
      if (known === undefined) readers.set(name, [...declared])
      else known.push(...declared)
    }
  }
  for (const [name, symbol] of main.symbols) {
    if (symbol.kind === 'equation') note([name], symbol.node.value)
    if (symbol.kind === 'network') note([name], symbol.node.body)
    if (symbol.kind === 'draw') note([name], symbol.node.from)
  }
  for (const laws of main.distributions.values()) for (const law of laws) note([lawKey(law), law.name.text, ...law.variables.map((v) => v.text)], law.value)
  return readers
}
