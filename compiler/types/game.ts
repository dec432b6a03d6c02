/** Checks that compare the applications of a network: real and fake must come in one range. */
import type { World } from './checker.ts'
import { fail } from './checker.ts'
import { originOf, rootOf } from './origin.ts'
import { isFiniteRange, sameRange, showRange } from './value.ts'
import { rangeHelp } from './arithmetic.ts'
import { declaring } from './range-fix.ts'

/** A judge that is shown data in [0, 1] and fakes in [-1, 1] tells them apart by that alone. */
export function gameChecks(world: World): void {
  for (const [name, state] of world.networks) {
    const symbol = world.symbols.get(name)
    if (symbol?.kind !== 'network' || (symbol.node.role !== 'discriminator' && symbol.node.role !== 'critic')) continue
    for (const [i] of symbol.node.formals.entries()) {
      const args = state.applications.flatMap((a) => a.args[i] ?? []).filter((e) => e.type.shape.length > 0)
      const real = args.find((e) => rootOf(world, e)?.kind === 'data' && isFiniteRange(e.type.range))
      if (real === undefined) continue
      const fake = args.find((e) => rootOf(world, e)?.kind === 'network' && isFiniteRange(e.type.range) && !sameRange(e.type.range, real.type.range))
      if (fake === undefined) continue
      fail(world, 'ranges/real-and-fake', { judge: name, real: showRange(real.type.range), fake: showRange(fake.type.range) }, fake.span, {
        related: [real, fake].flatMap((e) => originOf(world, e) ?? []), help: rangeHelp(real.type.range, fake.type.range), ...declaring(world, real, fake.type.range),
      })
    }
  }
}
