/** What a network's role lets one expect of its outputs. Roles add these checks, not meaning. */
import type { Network } from '../model/model.ts'
import { fail, type World } from './checker.ts'
import { sayShape, showKind } from './value.ts'

export function roleChecks(world: World, network: Network): void {
  const { role, name, span } = network
  const first = network.outputs[0]
  if (first === undefined) return
  const { kind, shape } = first.type
  const expect = (expected: string): void => { fail(world, 'networks/role', { role, name, expected, got: `${showKind(kind)}, ${sayShape(shape)}` }, span) }
  if (role === 'discriminator' && kind.name !== 'probability' && kind.name !== 'logits' && kind.name !== 'score') {
    expect('a probability, logits or a score')
  }
  if (role === 'critic' && kind.name === 'probability') expect('an unbounded score')
  if (role === 'classifier' && kind.name !== 'logits' && kind.name !== 'probability') expect('logits or probability of the classes')
}
