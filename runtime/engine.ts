/**
 * What an engine is: something that holds a store on its device and runs the programs of a graph over it.
 * Engines know nothing of epochs, files or users; the training loop knows nothing of devices.
 */
import type { Graph } from '../compiler/graph/graph.ts'

export type Values = Float32Array | Int32Array

export interface Engine {
  /** `tfjs`, `onnx`. */
  readonly name: string
  /** `wasm`, `cpu`, `tensorflow`. */
  readonly backend: string
  /** What it computes on, where that is not what one would expect. */
  readonly caveat?: string
  /** Compiles the programs and allocates the store (uninitialised: write every entry first). */
  load(graph: Graph): Promise<Session>
}

export interface Session {
  /** Sets a store entry. Throws when the length does not fit. */
  write(entry: string, values: Values): void
  read(entry: string): Promise<Values>
  /**
   * Runs a program once and applies its updates to the store.
   *
   * `batches` gives the size of each batch axis. Only outputs in `fetch` are brought back (all when absent), so that a
   * step whose losses nobody looks at does not wait for the device.
   *
   * Feeds are read before the call returns: the caller may fill the same arrays again while it waits. What is asked of a
   * session takes effect in the order of the calls, whether or not the ones before are awaited, and what is in a result
   * never changes.
   */
  run(program: string, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>, fetch?: readonly string[]): Promise<Record<string, Values>>
  /** Tensors and bytes alive on the device, for leak tests. */
  memory(): { readonly tensors: number; readonly bytes: number }
  dispose(): void
}

/** A failure of an engine itself (not of the spec): message for a person, exit code 3. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
}
