/** Finds what a world knows of a name: in its own caches where a stage changed the meaning, in the parent's otherwise. */
import type { DistributionEquation, Equation, Model, Network } from '../model/model.ts'
import type { LawState, NetworkState, World } from './checker.ts'

/** The world whose caches hold `name`. */
export const worldOf = (world: World, name: string): World => {
  let at = world
  while (at.parent !== null && !at.affected.has(name)) at = at.parent
  return at
}

/** `J.C` as given and its member, or null for a plain name. */
export function givenMember(world: World, name: string): { readonly model: Model; readonly member: string } | null {
  const dot = name.indexOf('.')
  const model = dot < 0 ? undefined : world.checker.givens.get(name.slice(0, dot))
  return model === undefined ? null : { model, member: name.slice(dot + 1) }
}

/** An equation that has been checked, or null. */
export function equationState(world: World, name: string): Equation | null {
  const given = givenMember(world, name)
  if (given !== null) return given.model.equations.find((e) => e.name === name) ?? null
  const state = worldOf(world, name).equations.get(name)
  return state?.state === 'done' ? state.equation : null
}

export const networkState = (world: World, name: string): NetworkState | undefined => worldOf(world, name).networks.get(name)

/** The network as first applied, or null. */
export function networkVariant(world: World, name: string): Network | null {
  const given = givenMember(world, name)
  if (given !== null) return given.model.networks.find((n) => n.name === name) ?? null
  return networkState(world, name)?.first?.variant.network ?? null
}

/** A distribution equation by its key, checked, or null. */
export function lawByKey(world: World, key: string): DistributionEquation | null {
  const given = givenMember(world, key)
  if (given !== null) return given.model.distributions.find((d) => d.key === key) ?? null
  const state: LawState | undefined = worldOf(world, key).laws.get(key)
  return state?.state === 'done' ? state.law : null
}
