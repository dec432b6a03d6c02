/**
 * Averaged weights (Polyak & Juditsky 1992, with exponential forgetting). The store's entry of a parameter is its average, so that whatever
 * evaluates, draws or goes on from the store finds averages. What steps move is a slot beside it, which the first round of a stage takes
 * from the entry.
 */
import type { StoreEntry } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { Scope } from './scope.ts'
import { scalar } from '../ops/compose.ts'
import { entry, feed } from './scope.ts'

/** A parameter whose entry holds its average, and the slot of the weights themselves. */
export interface Averaged { readonly entry: string; readonly slot: string; readonly shape: readonly number[]; readonly average: Ref }

const roundsDone = (scope: Scope): Ref => feed(scope, { kind: 'clock', clock: 'step', name: 'step', shape: [], dtype: 'float32' }, [], []).ref

/** From here on steps read and move the weights, not the averages. `prefix` is the stage's: `sharp.`. */
export function beginAverages(
  scope: Scope, parameters: readonly Pick<Averaged, 'entry' | 'shape'>[], prefix: string, declare: (entry: StoreEntry) => void,
): readonly Averaged[] {
  const { builder, versions } = scope.target
  const isFirst = builder.within({ local: 'isFirst' }, () => builder.add('equal', [roundsDone(scope), scalar(builder, 0)]))
  return parameters.map(({ entry: name, shape }) => {
    const slot = `${name}/${prefix}now`
    declare({ name: slot, shape, dtype: 'float32', role: 'slot', init: { kind: 'zeros' } })
    const average = entry(scope, name, shape)
    versions.set(name, builder.add('select', [isFirst, average, entry(scope, slot, shape)]))
    return { entry: name, slot, shape, average }
  })
}

/**
 * `average + (1 − d) / (1 − dᵗ) · (weights − average)` after t rounds: the average of d-weighted rounds without a share of where it
 * started (as Kingma & Ba correct theirs); after the first round it is the weights.
 */
export function endAverages(scope: Scope, decay: number, averages: readonly Averaged[], updates: Map<string, Ref>): void {
  const { builder } = scope.target
  const op = (name: string, ...args: readonly (Ref | number)[]): Ref => builder.add(name, args.map((a) => (typeof a === 'number' ? scalar(builder, a) : a)))
  builder.within({ phase: 'update' }, () => {
    const share = builder.within({ local: 'share' }, () => op('div', 1 - decay, op('sub', 1, op('pow', decay, op('add', roundsDone(scope), 1)))))
    for (const { entry: name, slot, average } of averages) {
      const now = updates.get(name)!
      updates.set(slot, now)
      updates.set(name, builder.within({ layer: name }, () => op('add', average, op('mul', op('sub', now, average), share))))
    }
  })
}
