/** Fills what a program is given: rows of data, noise, lattices, the clock, and values of the caller. */
import { sizeOf, type Feed, type Program } from '../../compiler/graph/graph.ts'
import type { Values } from '../engine.ts'
import { fillNoise } from '../noise/noise.ts'
import { consecutive, sourceOf, type Sources, type Split } from './source.ts'

export interface Clock {
  /** Rounds done in this stage. */
  readonly step: number
  /** Epochs completed in this stage. */
  readonly epoch: number
  /** Share of the stage's rounds that is done, in [0, 1). */
  readonly progress: number
}

/** The clock of something that is not part of a training: everything done. */
export const DONE: Clock = { step: 0, epoch: 0, progress: 1 }

/** What noise is keyed by, but for its site. */
export interface NoisePlace {
  readonly seed: number
  readonly epoch: number
  /** Number in the epoch of the first sample of a pass. */
  firstOf(pass: number): number
}

export interface FeedContext {
  readonly sources: Sources
  /** Size of each batch axis. */
  readonly batches: Readonly<Record<string, number>>
  /** Rows for the `data` feeds, by pass and data set. */
  rowsOf(dataset: string, pass: number): { readonly split: Split; readonly rows: ArrayLike<number> }
  readonly noise: NoisePlace
  readonly clock: Clock
  /** For feeds of kind `value`. */
  readonly values?: Readonly<Record<string, Values>>
}

/** Buffers by feed, used again from run to run: a program's run is over before its feeds are filled again. */
export type Buffers = Map<string, Values>

/** Throws a RangeError when a `value` feed is missing: a fault of the caller. */
export function fillFeeds(program: Program, context: FeedContext, buffers: Buffers = new Map()): Record<string, Values> {
  return Object.fromEntries(program.feeds.map((feed) => [feed.name, fill(feed, context, buffers)]))
}

function fill(feed: Feed, context: FeedContext, buffers: Buffers): Values {
  if (feed.kind === 'value') {
    const value = context.values?.[feed.name]
    if (value === undefined) throw new RangeError(`no value for the feed "${feed.name}"`)
    return value
  }
  const out = bufferFor(feed, context.batches, buffers)
  switch (feed.kind) {
    case 'data': {
      const { split, rows } = context.rowsOf(feed.dataset, feed.pass)
      sourceOf(context.sources, feed.dataset).read(split, feed.field, rows, out)
      return out
    }
    case 'rows': {
      const source = sourceOf(context.sources, feed.dataset)
      source.read(feed.split, feed.field, consecutive(feed.first, feed.count, source.rows(feed.split)), out)
      return out
    }
    case 'noise': {
      const { noise } = feed
      const { seed, epoch, firstOf } = context.noise
      fillNoise(noise, { seed, epoch, first: firstOf(noise.pass), batch: out.length / (noise.draws * noise.size) }, out as Float32Array)
      return out
    }
    case 'lattice': return fillLattice(feed.points, feed.axes, out)
    case 'clock': {
      out[0] = context.clock[feed.clock]
      return out
    }
  }
}

function bufferFor(feed: Feed, batches: Readonly<Record<string, number>>, buffers: Buffers): Values {
  const length = feed.shape.reduce<number>((product, dim) => product * sizeOf(dim, batches), 1)
  const known = buffers.get(feed.name)
  if (known !== undefined && known.length === length) return known
  const made = feed.dtype === 'int32' ? new Int32Array(length) : new Float32Array(length)
  buffers.set(feed.name, made)
  return made
}

/** Evenly spaced points of [0, 1]^axes, end points included, the last axis fastest. One point stands in the middle. */
export function fillLattice(points: number, axes: number, out: Values): Values {
  const total = points ** axes
  for (let i = 0; i < total; i++) {
    for (let axis = 0, stride = total / points; axis < axes; axis++, stride /= points) {
      const place = Math.floor(i / stride) % points
      out[i * axes + axis] = points === 1 ? 0.5 : place / (points - 1)
    }
  }
  return out
}
