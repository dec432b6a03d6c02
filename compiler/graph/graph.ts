/**
 * The training graph: typed SSA with a symbolic batch axis. It is what engines run and targets write.
 *
 * A `Graph` is one spec compiled: what the store holds and the programs over it. A `Program` is a list of nodes in
 * topological order; a node has one output tensor, named by its id. Nothing here is a class, everything is JSON.
 */
import type { Span } from '../../grammar/ast.ts'

/** A size known when compiling, or a multiple of a batch whose size is known when running (`500*B`). */
export type Dim = number | BatchDim
export interface BatchDim { readonly batch: string; readonly times: number }
export type Shape = readonly Dim[]

/** `bool` comes from comparisons and goes into `select`, `not`, `and`, `or` and `cast` only. */
export type DType = 'float32' | 'int32' | 'bool'

export type Attr = number | string | boolean | BatchDim | Shape | readonly Shape[]
export type Attrs = Readonly<Record<string, Attr>>

/** Where a node comes from. Targets group by it, a NaN is blamed by it, the editor shows it. */
export interface Origin {
  /** The piece of source that this node computes. */
  readonly span?: Span
  readonly phase: 'forward' | 'backward' | 'update'
  /** The network whose body this is, and which application of it in the program (0, 1, …). */
  readonly network?: string
  readonly application?: number
  /** Layer within the network: `dense`, `dense_1`, `code`. */
  readonly layer?: string
  /**
   * What this helps to compute: a local or output of a body (`h`, `mu`), a draw, a `let`, a quantity of an optimiser. The last node of
   * a local is its value. In phase `backward` it marks the gradient by that local, or by the value of the layer of that name.
   */
  readonly local?: string
  /** The loss term, metric or figure first asking for it. */
  readonly term?: string
  /** Which step of the round (0, 1, …): set on updates and their gradients. */
  readonly step?: number
}

export interface Node {
  /** Position in `Program.nodes`. */
  readonly id: number
  readonly op: string
  readonly inputs: readonly number[]
  readonly attrs: Attrs
  readonly shape: Shape
  readonly dtype: DType
  readonly origin: Origin
}

/**
 * What a program is given at each run. `input` nodes have attr `name` equal to one of these names.
 *
 * - data: rows of a field of a data set; shape starts with the batch axis.
 * - rows, lattice: fixed inputs of figures.
 * - noise: filled by the runtime from the seed (see `runtime/noise`).
 * - clock: `step`, `epoch`, `progress` as float32 scalars.
 * - value: anything else that a caller feeds (an accumulator, a path point).
 */
export type Feed = { readonly name: string; readonly shape: Shape; readonly dtype: DType } & (
  | { readonly kind: 'data'; readonly dataset: string; readonly field: string; readonly pass: number }
  | { readonly kind: 'noise'; readonly noise: NoiseSpec }
  /** Fixed rows of a split, for figures: `first`, `first + 1`, … `count` of them. */
  | { readonly kind: 'rows'; readonly dataset: string; readonly split: 'train' | 'test'; readonly field: string; readonly first: number; readonly count: number }
  /** `points` evenly spaced values in [0, 1] an axis, end points included: shape [points^axes, axes], last axis fastest. */
  | { readonly kind: 'lattice'; readonly axes: number; readonly points: number }
  | { readonly kind: 'clock'; readonly clock: 'step' | 'epoch' | 'progress' }
  | { readonly kind: 'value' }
)

/** One random site. `per` sample: the leading batch axis counts samples, each with its own counter. */
export interface NoiseSpec {
  readonly distribution: 'normal' | 'uniform' | 'categorical'
  readonly stream: 'train' | 'eval'
  /** Stable name of the draw (`z`, `q.z`, `Enc.dropout#0`): independent of where in the file it stands. */
  readonly site: string
  /** Draws of the site per sample: the K of `E[z ~ d, K: …]`. Leading dims are [K, batch] when > 1. */
  readonly draws: number
  /** Numbers in one event. */
  readonly size: number
  /** Which pass of the round (repeat) it belongs to. */
  readonly pass: number
}

export interface Program {
  readonly name: string
  readonly feeds: readonly Feed[]
  readonly nodes: readonly Node[]
  /** Results by name, in order: loss terms, metric accumulators, pictures. */
  readonly outputs: readonly { readonly name: string; readonly node: number }[]
  /** New values of store entries, written when the program has run. */
  readonly updates: readonly { readonly entry: string; readonly node: number }[]
}

/** A tensor that lives between runs. `read` nodes have attr `entry`. */
export interface StoreEntry {
  /** `Enc.code.kernel`, `Enc.code.kernel/adam.m`, `step0/count`. */
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly role: 'parameter' | 'slot' | 'statistic' | 'counter'
  readonly init: Initializer
  readonly span?: Span
}

/** Keras names. `fanIn` and `fanOut` as Keras computes them. */
export type Initializer =
  | { readonly kind: 'zeros' } | { readonly kind: 'ones' } | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'glorotUniform' | 'heNormal' | 'heUniform'; readonly fanIn: number; readonly fanOut: number }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }

/** The wrapped-up result of compiling: every program over one store. */
export interface Graph {
  readonly version: 1
  readonly model: string
  readonly specHash: string
  readonly store: readonly StoreEntry[]
  readonly programs: readonly Program[]
}

// ── symbolic dimensions ─────────────────────────────────────────────────────────────────────────────────────────────

export const batchDim = (batch: string, times = 1): Dim => ({ batch, times })

export function sameDim(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b
  return a.batch === b.batch && a.times === b.times
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => sameDim(d, b[i]!))

/** `28`, `B`, `500*B` */
export const showDim = (d: Dim): string => typeof d === 'number' ? String(d) : d.times === 1 ? d.batch : `${d.times}*${d.batch}`
export const showShape = (s: Shape): string => `[${s.map(showDim).join(', ')}]`

/** Product of dims; at most one factor may be symbolic. */
export function productOf(shape: Shape): Dim {
  let times = 1
  let batch: string | null = null
  for (const d of shape) {
    if (typeof d === 'number') times *= d
    else {
      if (batch !== null) throw new Error(`product of two batch axes in ${showShape(shape)}`)
      batch = d.batch
      times *= d.times
    }
  }
  return batch === null ? times : { batch, times }
}

/** A dim with the batch sizes filled in. */
export const sizeOf = (d: Dim, batches: Readonly<Record<string, number>>): number =>
  typeof d === 'number' ? d : d.times * batches[d.batch]!
