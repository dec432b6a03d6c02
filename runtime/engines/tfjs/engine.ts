/**
 * Engine tfjs: runs exactly the module that target tfjs writes, over whichever backend of TensorFlow.js it is given.
 * The store stays on the device as tensors; only results asked for come back.
 */
import type * as Tfjs from '@tensorflow/tfjs-core'
import type { Engine, Session, Values } from '../../engine.ts'
import type { DType, Graph, Program, StoreEntry } from '../../../compiler/graph/graph.ts'
import { EngineError } from '../../engine.ts'
import { checkFeeds, entriesOf, entriesTouched, entryFor, entryOf, neverWritten, programIn, resolved } from '../checks.ts'
import { emitModule } from '../../../compiler/targets/tfjs/module.ts'

export type Tf = typeof Tfjs

type Tensors = Record<string, Tfjs.Tensor>
type ProgramFunction = (store: Tensors, feeds: Tensors, batches: Readonly<Record<string, number>>) => Tensors

/** An engine over a backend that is ready (`tf.setBackend` has been awaited). */
export const tfjsEngine = (tf: Tf, backend: string): Engine => ({
  name: 'tfjs',
  backend,
  load: (graph) => Promise.resolve(new TfjsSession(tf, backend, graph)),
})

class TfjsSession implements Session {
  private readonly tf: Tf
  private readonly backend: string
  private readonly entries: ReadonlyMap<string, StoreEntry>
  private readonly programs: ReadonlyMap<string, { readonly program: Program; readonly run: ProgramFunction }>
  private store: Tensors = {}

  constructor(tf: Tf, backend: string, graph: Graph) {
    this.tf = tf
    this.backend = backend
    this.entries = entriesOf(graph)
    const { script, functions } = emitModule(graph)
    const model = instantiate(script, tf)
    this.programs = new Map(graph.programs.map((program) => [program.name, { program, run: model[functions[program.name]!]! }]))
  }

  write(name: string, values: Values): void {
    const { shape, dtype } = entryFor(this.entries, name, values)
    this.activate()
    this.store[name]?.dispose()
    this.store[name] = this.tensor(values, shape, dtype)
  }

  async read(name: string): Promise<Values> {
    entryOf(this.entries, name)
    const tensor = this.store[name]
    if (!tensor) throw neverWritten(name)
    this.activate()
    return this.values(tensor)
  }

  async run(name: string, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>, fetch?: readonly string[]): Promise<Record<string, Values>> {
    const { program, run } = programIn(this.programs, name)
    for (const entry of entriesTouched(program)) if (!this.store[entry]) throw neverWritten(entry)
    const wanted = fetch ?? program.outputs.map((o) => o.name)
    this.activate()
    const given = this.feeds(program, feeds, batches)
    let results: Tensors
    try {
      results = run(this.store, given, batches)
    } catch (error) {
      throw new EngineError(`program '${name}' failed on ${this.backend}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    } finally {
      for (const tensor of Object.values(given)) tensor.dispose()
    }
    try {
      const values = await Promise.all(wanted.map((output) => {
        const tensor = results[output]
        if (!tensor) throw new EngineError(`program '${name}' has no result '${output}'`)
        return this.values(tensor)
      }))
      return Object.fromEntries(wanted.map((output, i) => [output, values[i]!]))
    } finally {
      for (const tensor of Object.values(results)) tensor.dispose()
    }
  }

  memory(): { readonly tensors: number; readonly bytes: number } {
    const { numTensors, numBytes } = this.tf.memory()
    return { tensors: numTensors, bytes: numBytes }
  }

  dispose(): void {
    for (const tensor of Object.values(this.store)) tensor.dispose()
    this.store = {}
  }

  /** TensorFlow.js has one current backend a process; another session may have changed it. */
  private activate(): void {
    if (this.tf.getBackend() !== this.backend) void this.tf.setBackend(this.backend)
  }

  private feeds(program: Program, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>): Tensors {
    checkFeeds(program, feeds, batches)
    return Object.fromEntries(program.feeds.map(({ name, shape, dtype }) => [name, this.tensor(feeds[name]!, resolved(shape, batches), dtype)]))
  }

  /** The cpu backend keeps the array it is given and gives back the one it keeps. */
  private tensor(values: Values, shape: readonly number[], dtype: DType): Tfjs.Tensor {
    return this.tf.tensor(this.backend === 'cpu' ? values.slice() : values, [...shape], dtype)
  }

  private async values(tensor: Tfjs.Tensor): Promise<Values> {
    const values = await tensor.data()
    if (values instanceof Uint8Array) return Int32Array.from(values)
    return this.backend === 'cpu' ? values.slice() : values
  }
}

/** Runs the text of a module and gives its programs by function name. */
export function instantiate(script: string, tf: Tf): Readonly<Record<string, ProgramFunction>> {
  const make = new Function('tf', `'use strict'\n${script}\nreturn createModel(tf)`) as (tf: Tf) => Readonly<Record<string, ProgramFunction>>
  return make(tf)
}
