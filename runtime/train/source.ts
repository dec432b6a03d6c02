/** What training asks of a data set: how many rows, and the values of some of them. `runtime/data` binds real ones. */
import type { BoundDataset } from '../data/bind.ts'
import type { Values } from '../engine.ts'

export type Split = 'train' | 'test'

export interface RowSource {
  /** Rows of a split; 0 when there is no such split. */
  rows(split: Split): number
  /** Writes the named rows of a field, flat in row-major order, one after another, to `out`. */
  read(split: Split, field: string, rows: ArrayLike<number>, out: Values): void
}

/** Bound data as training reads them. */
export function rowSource(bound: BoundDataset): RowSource {
  return {
    rows: (split) => bound[split]?.rows ?? 0,
    read(split, field, rows, out) {
      const reader = bound[split]?.fields[field]
      if (reader === undefined) throw new RangeError(`the ${split} split of ${bound.name} has no field "${field}"`)
      reader.read(rows, 0, rows.length, out)
    },
  }
}

/** Data sets of a spec by name. */
export type Sources = Readonly<Record<string, RowSource>>

/** Throws a RangeError for a name that nothing was bound to: a fault of the caller, not of the user. */
export function sourceOf(sources: Sources, name: string): RowSource {
  const source = sources[name]
  if (source === undefined) throw new RangeError(`no data bound to "${name}"`)
  return source
}

/** `first`, `first + 1`, …, wrapping round at `total`. */
export function consecutive(first: number, count: number, total: number): Uint32Array {
  const rows = new Uint32Array(count)
  for (let i = 0; i < count; i++) rows[i] = (first + i) % total
  return rows
}
