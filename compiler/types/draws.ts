/** Model-level draws: `z ~ p(z)`. */
import { rootEnv, fail, type DrawState, type World } from './checker.ts'
import { worldOf } from './lookup.ts'
import { distributionUse } from './uses.ts'
import { eventType } from './variables.ts'

export function drawFrom(world: World, name: string): DrawState | null {
  const home = worldOf(world, name)
  const known = home.draws.get(name)
  if (known !== undefined) return known
  const symbol = home.symbols.get(name)
  if (symbol?.kind !== 'draw') return null
  const { node } = symbol
  const use = distributionUse(rootEnv(home), node.from, `the right side of ${name} ~`)
  if (use === null) return null
  const self = use.use.kind === 'named' && use.conditions.includes(name)
  if (self) return fail(world, 'names/recursion', { name, what: 'draw' }, node.name.span)
  const state: DrawState = { from: use.use, type: { ...eventType(use.dist), per: 'sample', coupled: use.coupled }, span: node.span }
  home.draws.set(name, state)
  return state
}
