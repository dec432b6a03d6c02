/** The store's first values, and reading and writing it as a whole. */
import type { Graph, StoreEntry } from '../../compiler/graph/graph.ts'
import type { Session, Values } from '../engine.ts'
import { initialize } from '../noise/initialize.ts'

export type StoreValues = Readonly<Record<string, Values>>

/** Writes every entry that `only` lets through with its first value. */
export function initializeStore(session: Session, graph: Graph, seed: number, only: (entry: StoreEntry) => boolean = () => true): void {
  for (const entry of graph.store) if (only(entry)) session.write(entry.name, initialize(entry, seed))
}

/** Optimisers start afresh with every stage; weights and running statistics stay. */
export const isOptimizer = (entry: StoreEntry): boolean => entry.role === 'slot' || entry.role === 'counter'

export async function readStore(session: Session, graph: Graph): Promise<Record<string, Values>> {
  const values: Record<string, Values> = {}
  // A copy: an engine may hand out what it goes on writing to.
  for (const entry of graph.store) values[entry.name] = (await session.read(entry.name)).slice()
  return values
}

/** Throws a RangeError naming the first entry that `values` lacks. */
export function writeStore(session: Session, graph: Graph, values: StoreValues): void {
  for (const entry of graph.store) {
    const value = values[entry.name]
    if (value === undefined) throw new RangeError(`no value for "${entry.name}"`)
    session.write(entry.name, value)
  }
}

/** Name of the first entry that holds something not finite, or null. */
export function findNotFinite(values: StoreValues): string | null {
  for (const [name, array] of Object.entries(values)) {
    if (array instanceof Int32Array) continue
    for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i]!)) return name
  }
  return null
}
