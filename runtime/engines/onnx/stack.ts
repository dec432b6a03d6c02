/** Feeds of several runs of one program, one run after another in memory: what is given to a loop over runs. */
import type { Values } from '../../engine.ts'
import type { Program } from '../../../compiler/graph/graph.ts'
import type { Plain, Shaped } from './protocol.ts'
import { sizeOf } from '../../../compiler/graph/graph.ts'
import { ports } from '../../../compiler/targets/onnx/target.ts'
import { bytesOf, typed } from './protocol.ts'

/** Runs at most in one call. What calls cost beside their work is by then a few hundredths of it. */
const MOST = 16
/** Bytes of feeds in one call, beyond which a call costs little beside its work anyway. */
const BYTES = 2 ** 24

type Feeds = Readonly<Record<string, Values>>
type Batches = Readonly<Record<string, number>>

interface Part { readonly name: string; readonly dtype: Shaped['dtype']; readonly shape: readonly number[]; readonly length: number; readonly data: Plain }

export class Stack {
  readonly program: Program
  readonly batches: Batches
  /** Runs so far. */
  count = 0
  private readonly parts: readonly Part[]
  private readonly capacity: number

  /** `memory` gives a buffer of so many bytes, `most` is the number of runs that fit. */
  constructor(program: Program, batches: Batches, memory: (bytes: number) => ArrayBuffer, most = MOST) {
    this.program = program
    this.batches = batches
    const sized = program.feeds.map((feed) => {
      const shape = feed.shape.map((d) => sizeOf(d, batches))
      return { ...feed, shape, length: shape.reduce((a, b) => a * b, 1) }
    })
    const each = sized.reduce((sum, { dtype, length }) => sum + bytesOf(dtype, length), 0)
    this.capacity = Math.min(most, Math.max(1, Math.floor(BYTES / Math.max(1, each))))
    this.parts = sized.map(({ name, dtype, shape, length }) => ({ name, dtype, shape, length, data: typed(dtype, memory(bytesOf(dtype, length * this.capacity))) }))
  }

  /** Whether a run of such a kind can go along. */
  takes(program: Program, batches: Batches): boolean {
    return program === this.program && this.count < this.capacity && Object.entries(batches).every(([axis, size]) => this.batches[axis] === size)
  }

  /** Copies the feeds of one more run. Their lengths have been checked. */
  add(feeds: Feeds): void {
    for (const { name, length, data } of this.parts) data.set(feeds[name]!, this.count * length)
    this.count += 1
  }

  /** All feeds by port, the runs as their first axis. */
  shaped(): Record<string, Shaped> {
    return Object.fromEntries(this.parts.map(({ name, dtype, shape, length, data }) =>
      [ports.feed(name), { dtype, shape: [this.count, ...shape], data: data.subarray(0, this.count * length) }]))
  }
}
