/** Types of the model's variables: data fields, draws, and what distributions are over. One event shape throughout. */
import type { Dist, ValueType } from '../model/model.ts'
import { drawFrom } from './draws.ts'
import { elaborateLaw, lawKey } from './laws.ts'
import { worldOf } from './lookup.ts'
import type { World } from './checker.ts'
import { valueType } from './value.ts'

/** The type of a variable at model level, or null when it is unknown or its mistake has been told. */
export function variableType(world: World, name: string): ValueType | null {
  const field = world.checker.fields.get(name)
  if (field !== undefined) return field
  const symbol = world.symbols.get(name)
  const home = worldOf(world, name)
  const known = home.variables.get(name)
  if (known === 'busy') return null
  if (known !== undefined) return known
  home.variables.set(name, 'busy')
  const type = symbol?.kind === 'draw' ? drawFrom(world, name)?.type ?? null : fromLaws(world, name)
  home.variables.set(name, type)
  return type
}

/** From the first distribution over it that can be checked; those without conditions first. */
function fromLaws(world: World, name: string): ValueType | null {
  const laws = [...world.distributions.values()].flat().filter((law) => law.variables.some((v) => v.text === name))
  laws.sort((a, b) => Number(a.conditions.length > 0) - Number(b.conditions.length > 0))
  for (const node of laws) {
    const state = worldOf(world, lawKey(node)).laws.get(lawKey(node))
    if (state?.state === 'busy') continue
    const law = elaborateLaw(world, node)
    if (law !== null) return { ...eventType(law.value), per: 'sample' }
  }
  return null
}

/** The type of a draw from a distribution, but for its batch marks. */
export function eventType(dist: Dist): ValueType {
  switch (dist.family) {
    case 'Categorical': return valueType({ kind: { name: 'label', classes: dist.classes }, shape: dist.event })
    case 'Bernoulli': return valueType({ shape: dist.event, range: [0, 1] })
    case 'Uniform': {
      const [low, high] = [dist.low.type.range, dist.high.type.range]
      return valueType({ shape: dist.event, range: low === null || high === null ? null : [low[0], high[1]] })
    }
    case 'Mixture': return { ...eventType(dist.components[0]!), shape: dist.event }
    case 'Normal': case 'Laplace': return valueType({ shape: dist.event })
  }
}
