/** What every session asks of its caller before it touches a device. All throw `EngineError`. */
import type { Graph, Program, Shape, StoreEntry } from '../../compiler/graph/graph.ts'
import type { Values } from '../engine.ts'
import { sizeOf } from '../../compiler/graph/graph.ts'
import { EngineError } from '../engine.ts'

type Batches = Readonly<Record<string, number>>

export const entriesOf = (graph: Graph): ReadonlyMap<string, StoreEntry> => new Map(graph.store.map((e) => [e.name, e]))

export function entryOf(entries: ReadonlyMap<string, StoreEntry>, name: string): StoreEntry {
  const entry = entries.get(name)
  if (!entry) throw new EngineError(`there is no store entry '${name}'`)
  return entry
}

/** The entry that `values` are for. */
export function entryFor(entries: ReadonlyMap<string, StoreEntry>, name: string, values: Values): StoreEntry {
  const entry = entryOf(entries, name)
  const count = entry.shape.reduce((a, b) => a * b, 1)
  if (values.length !== count) throw new EngineError(`store entry '${name}' holds ${count} numbers, given were ${values.length}`)
  return entry
}

export const neverWritten = (name: string): EngineError => new EngineError(`store entry '${name}' was never written`)

export function programIn<T>(programs: ReadonlyMap<string, T>, name: string): T {
  const known = programs.get(name)
  if (!known) throw new EngineError(`there is no program '${name}': there are ${[...programs.keys()].join(', ')}`)
  return known
}

/** Entries that a program reads. */
export const entriesRead = (program: Program): readonly string[] => program.nodes.filter((n) => n.op === 'read').map((n) => String(n.attrs['entry']))

/** Entries that a program reads or writes. */
export const entriesTouched = (program: Program): readonly string[] => [...new Set([...entriesRead(program), ...program.updates.map((u) => u.entry)])]

/** A shape for these sizes of the batches. */
export const resolved = (shape: Shape, batches: Batches): number[] => shape.map((d) => sizeOf(d, batches))

export function checkFeeds(program: Program, feeds: Readonly<Record<string, Values>>, batches: Batches): void {
  for (const feed of program.feeds) {
    const values = feeds[feed.name]
    if (!values) throw new EngineError(`program '${program.name}' is not given '${feed.name}'`)
    const shape = resolved(feed.shape, batches)
    const count = shape.reduce((a, b) => a * b, 1)
    if (values.length !== count) throw new EngineError(`'${feed.name}' of program '${program.name}' has shape [${shape.join(', ')}], given were ${values.length} numbers`)
  }
}
