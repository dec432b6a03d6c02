/**
 * Engine onnx: each program as one ONNX graph, run by onnxruntime. An experiment so far: it has the ops of a variational
 * autoencoder's round and says which it lacks.
 */
import type * as Onnx from 'onnxruntime-node'
import type { Engine, Session, Values } from '../../engine.ts'
import type { DType, Graph, Program, StoreEntry } from '../../../compiler/graph/graph.ts'
import { EngineError } from '../../engine.ts'
import { sizeOf } from '../../../compiler/graph/graph.ts'
import { entryPort, feedPort, missingOps, resultPort, updatePort, writeOnnx } from '../../../compiler/targets/onnx/target.ts'

type Ort = typeof Onnx

/** The engine. Throws `EngineError` where onnxruntime is not installed or does not load. */
export async function onnxEngine(): Promise<Engine> {
  const ort = await loadOnnxRuntime()
  return { name: 'onnx', backend: 'cpu', load: (graph) => Promise.resolve(new OnnxSession(ort, graph)) }
}

async function loadOnnxRuntime(): Promise<Ort> {
  try {
    return await import('onnxruntime-node')
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new EngineError(`the engine 'onnx' cannot be loaded (${why}): npm install onnxruntime-node adds it`, { cause: error })
  }
}

class OnnxSession implements Session {
  private readonly ort: Ort
  private readonly graph: Graph
  private readonly entries: ReadonlyMap<string, StoreEntry>
  private readonly store = new Map<string, Onnx.Tensor>()
  /** Programs as they are first run: one that cannot be written does not keep the others from running. */
  private readonly sessions = new Map<string, Promise<Onnx.InferenceSession>>()

  constructor(ort: Ort, graph: Graph) {
    this.ort = ort
    this.graph = graph
    this.entries = new Map(graph.store.map((e) => [e.name, e]))
  }

  write(name: string, values: Values): void {
    const { shape, dtype } = this.entry(name)
    const count = shape.reduce((a, b) => a * b, 1)
    if (values.length !== count) throw new EngineError(`store entry '${name}' holds ${count} numbers, given were ${values.length}`)
    this.store.set(name, this.tensor(values.slice(), shape, dtype))
  }

  async read(name: string): Promise<Values> {
    this.entry(name)
    const tensor = this.store.get(name)
    if (!tensor) throw new EngineError(`store entry '${name}' was never written`)
    return Promise.resolve(valuesOf(tensor).slice())
  }

  async run(name: string, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>, fetch?: readonly string[]): Promise<Record<string, Values>> {
    const program = this.graph.programs.find((p) => p.name === name)
    if (!program) throw new EngineError(`there is no program '${name}': there are ${this.graph.programs.map((p) => p.name).join(', ')}`)
    const wanted = fetch ?? program.outputs.map((o) => o.name)
    const session = await this.session(program)
    const given = { ...this.feeds(program, feeds, batches), ...this.reads(program) }
    const results = await session.run(given, [...wanted.map(resultPort), ...program.updates.map((u) => updatePort(u.entry))])
    for (const { entry } of program.updates) this.store.set(entry, results[updatePort(entry)]!)
    return Object.fromEntries(wanted.map((output) => [output, valuesOf(results[resultPort(output)]!)]))
  }

  memory(): { readonly tensors: number; readonly bytes: number } {
    return { tensors: this.store.size, bytes: [...this.store.values()].reduce((sum, t) => sum + valuesOf(t).byteLength, 0) }
  }

  dispose(): void {
    this.store.clear()
    for (const session of this.sessions.values()) void session.then((s) => s.release())
    this.sessions.clear()
  }

  private session(program: Program): Promise<Onnx.InferenceSession> {
    const known = this.sessions.get(program.name)
    if (known) return known
    const missing = missingOps(program)
    if (missing.length) {
      throw new EngineError(`the engine 'onnx' cannot run program '${program.name}': it lacks ${missing.map((op) => `'${op}'`).join(', ')}; the engines wasm and cpu have every op`)
    }
    const made = this.ort.InferenceSession.create(writeOnnx(program), { executionProviders: ['cpu'], logSeverityLevel: 3 })
    this.sessions.set(program.name, made)
    return made
  }

  private entry(name: string): StoreEntry {
    const entry = this.entries.get(name)
    if (!entry) throw new EngineError(`there is no store entry '${name}'`)
    return entry
  }

  private reads(program: Program): Record<string, Onnx.Tensor> {
    return Object.fromEntries(program.nodes.filter((n) => n.op === 'read').map((n) => {
      const entry = String(n.attrs['entry'])
      const tensor = this.store.get(entry)
      if (!tensor) throw new EngineError(`store entry '${entry}' was never written`)
      return [entryPort(entry), tensor]
    }))
  }

  private feeds(program: Program, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>): Record<string, Onnx.Tensor> {
    return Object.fromEntries(program.feeds.map((feed) => {
      const values = feeds[feed.name]
      if (!values) throw new EngineError(`program '${program.name}' is not given '${feed.name}'`)
      const shape = feed.shape.map((d) => sizeOf(d, batches))
      return [feedPort(feed.name), this.tensor(values, shape, feed.dtype)]
    }))
  }

  private tensor(values: Values, shape: readonly number[], dtype: DType): Onnx.Tensor {
    if (dtype === 'bool') return new this.ort.Tensor('bool', Uint8Array.from(values), shape)
    return values instanceof Float32Array ? new this.ort.Tensor('float32', values, shape) : new this.ort.Tensor('int32', values, shape)
  }
}

function valuesOf(tensor: Onnx.Tensor): Values {
  const { data } = tensor
  if (data instanceof Float32Array || data instanceof Int32Array) return data
  return Int32Array.from(data as Uint8Array)
}
