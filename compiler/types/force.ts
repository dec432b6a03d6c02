/** Finds the first application of a network whose parameters are read before it was applied. */
import type { Network } from '../model/model.ts'
import type { World } from './checker.ts'
import { elaborateEquation } from './equations.ts'
import { elaborateLaw } from './laws.ts'
import { networkVariant } from './lookup.ts'
import { namesReadBy } from './world.ts'

/** Checks equations and distributions that mention the network, in order, until it has been applied. */
export function forceNetwork(world: World, name: string): Network | null {
  for (const symbol of world.symbols.values()) {
    if (symbol.kind !== 'equation' || !namesReadBy(world.checker, symbol.node.value).has(name)) continue
    const state = world.equations.get(symbol.node.name.text)
    if (state?.state !== 'busy') elaborateEquation(world, symbol.node.name.text, symbol.node.span)
    const found = networkVariant(world, name)
    if (found !== null) return found
  }
  for (const law of [...world.distributions.values()].flat()) {
    if (!namesReadBy(world.checker, law.value).has(name)) continue
    if (![...world.laws.values()].some((s) => s.state === 'busy')) elaborateLaw(world, law)
    const found = networkVariant(world, name)
    if (found !== null) return found
  }
  return null
}
