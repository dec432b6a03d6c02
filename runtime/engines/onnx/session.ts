/** A session of engine onnx: what the training loop holds. It checks, copies feeds, and leaves the rest to its worker. */
import { Worker } from 'node:worker_threads'
import type { Session, Values } from '../../engine.ts'
import type { DType, Graph, Program, StoreEntry } from '../../../compiler/graph/graph.ts'
import type { Plain, Reply, Request, Shaped } from './protocol.ts'
import { sizeOf } from '../../../compiler/graph/graph.ts'
import { entryPort, feedPort, resultPort, updatePort, writeOnnx } from '../../../compiler/targets/onnx/target.ts'
import { EngineError } from '../../engine.ts'
import { serve } from './worker.ts'

interface Waiting { readonly resolve: (values: Readonly<Record<string, Plain>>) => void; readonly reject: (error: EngineError) => void }

const closed = (): EngineError => new EngineError('the session of the engine \'onnx\' is closed')

export class OnnxSession implements Session {
  private readonly entries: ReadonlyMap<string, StoreEntry>
  private readonly programs: ReadonlyMap<string, Program>
  /** Entries that some program writes. */
  private readonly moving: ReadonlySet<string>
  private readonly written = new Set<string>()
  private readonly compiled = new Map<string, Promise<unknown>>()
  /** What a program reads and writes of the store. */
  private readonly touched: ReadonlyMap<string, ReadonlySet<string>>
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private readonly spare = new Map<number, ArrayBuffer[]>()
  private asked = 0
  /** What makes every further request fail. */
  private failure: EngineError | null = null
  /** The run before, where its results were not asked for. */
  private behind: Promise<unknown> = Promise.resolve()

  constructor(graph: Graph, { runtime, threads }: { readonly runtime: string; readonly threads: number }) {
    this.entries = new Map(graph.store.map((e) => [e.name, e]))
    this.programs = new Map(graph.programs.map((p) => [p.name, p]))
    this.moving = new Set(graph.programs.flatMap((p) => p.updates.map((u) => u.entry)))
    this.touched = new Map(graph.programs.map((p) => [p.name, new Set([...entriesRead(p), ...p.updates.map((u) => u.entry)])]))
    const script = `const { parentPort, workerData } = require('node:worker_threads');
(${serve.toString()})(parentPort, require(workerData.runtime), workerData.threads);`
    this.worker = new Worker(script, { eval: true, execArgv: [], workerData: { runtime, threads }, name: 'onnx' })
    this.worker.on('message', (reply: Reply) => { this.answered(reply) })
    this.worker.on('error', (error) => { this.fail(new EngineError(`the engine 'onnx' failed: ${error.message}`, { cause: error })) })
    this.worker.on('exit', () => { this.fail(closed()) })
    // A process may end while nobody waits for an answer.
    this.worker.unref()
  }

  write(name: string, values: Values): void {
    const { shape, dtype } = this.entry(name)
    const count = shape.reduce((a, b) => a * b, 1)
    if (values.length !== count) throw new EngineError(`store entry '${name}' holds ${count} numbers, given were ${values.length}`)
    const value = this.shaped(values, dtype, shape)
    this.written.add(name)
    void this.ask({ kind: 'write', entry: name, value, moves: this.moving.has(name) }, [value]).catch((error: EngineError) => { this.failure ??= error })
  }

  async read(name: string): Promise<Values> {
    this.entry(name)
    if (this.failure) throw this.failure
    if (!this.written.has(name)) throw new EngineError(`store entry '${name}' was never written`)
    const { [name]: values } = await this.ask({ kind: 'read', entry: name })
    return valuesOf(values!)
  }

  async run(name: string, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>, fetch?: readonly string[]): Promise<Record<string, Values>> {
    const program = this.programs.get(name)
    if (!program) throw new EngineError(`there is no program '${name}': there are ${[...this.programs.keys()].join(', ')}`)
    const wanted = fetch ?? program.outputs.map((o) => o.name)
    for (const output of wanted) if (!program.outputs.some((o) => o.name === output)) throw new EngineError(`program '${name}' has no result '${output}'`)
    for (const entry of this.touched.get(name)!) if (!this.written.has(entry)) throw new EngineError(`store entry '${entry}' was never written`)
    const given = this.feeds(program, feeds, batches)
    if (!wanted.length && !program.updates.length) return {}
    const request: Request = { kind: 'run', program: name, feeds: given, fetch: wanted.map(resultPort) }
    const found = Promise.all([this.compile(program), this.ask(request, Object.values(given))])
      .then(([, values]) => values, (error: EngineError) => { throw new EngineError(`program '${name}' failed on onnx: ${error.message}`, { cause: error }) })
    if (wanted.length) {
      const values = await found
      return Object.fromEntries(wanted.map((output) => [output, valuesOf(values[resultPort(output)]!)]))
    }
    // Nobody looks at this run: it may go on while the next one is prepared, but no further ahead.
    const before = this.behind
    this.behind = found.catch((error: EngineError) => { this.failure ??= error })
    await before
    if (this.failure) throw this.failure
    return {}
  }

  /** Buffers of the store: two for an entry that programs write. */
  memory(): { readonly tensors: number; readonly bytes: number } {
    let tensors = 0
    let bytes = 0
    for (const name of this.written) {
      const { shape, dtype } = this.entries.get(name)!
      const buffers = this.moving.has(name) ? 2 : 1
      tensors += buffers
      bytes += buffers * shape.reduce((a, b) => a * b, dtype === 'bool' ? 1 : 4)
    }
    return { tensors, bytes }
  }

  dispose(): void {
    const open = this.failure === null
    this.fail(closed())
    if (open) {
      // A process that ends now waits for the thread to put its things away.
      this.worker.ref()
      this.worker.postMessage({ number: -1, request: { kind: 'close' } satisfies Request })
    }
    this.written.clear()
    this.spare.clear()
  }

  private ask(request: Request, given: readonly Shaped[] = []): Promise<Readonly<Record<string, Plain>>> {
    if (this.failure) return Promise.reject(this.failure)
    const number = this.asked++
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject })
      this.worker.ref()
      this.worker.postMessage({ number, request }, given.map(({ data }) => data.buffer as ArrayBuffer))
    })
  }

  private answered(reply: Reply): void {
    const waiting = this.waiting.get(reply.to)
    this.waiting.delete(reply.to)
    if (this.waiting.size === 0) this.worker.unref()
    if (reply.kind === 'failed') {
      waiting?.reject(new EngineError(reply.message))
      return
    }
    for (const buffer of reply.spare) this.spare.set(buffer.byteLength, [...this.spare.get(buffer.byteLength) ?? [], buffer])
    waiting?.resolve(reply.values)
  }

  private fail(error: EngineError): void {
    this.failure ??= error
    for (const { reject } of this.waiting.values()) reject(this.failure)
    this.waiting.clear()
    this.worker.unref()
  }

  /** Programs are compiled when first run. */
  private compile(program: Program): Promise<unknown> {
    const known = this.compiled.get(program.name)
    if (known) return known
    const reads = Object.fromEntries(entriesRead(program).map((entry) => [entryPort(entry), entry]))
    const updates = Object.fromEntries(program.updates.map(({ entry }) => [updatePort(entry), entry]))
    const made = this.ask({ kind: 'compile', program: program.name, model: modelOf(program), reads, updates })
    this.compiled.set(program.name, made)
    return made
  }

  private entry(name: string): StoreEntry {
    const entry = this.entries.get(name)
    if (!entry) throw new EngineError(`there is no store entry '${name}'`)
    return entry
  }

  private feeds(program: Program, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>): Record<string, Shaped> {
    const given = program.feeds.map((feed) => {
      const values = feeds[feed.name]
      if (!values) throw new EngineError(`program '${program.name}' is not given '${feed.name}'`)
      const shape = feed.shape.map((d) => sizeOf(d, batches))
      const count = shape.reduce((a, b) => a * b, 1)
      if (values.length !== count) throw new EngineError(`'${feed.name}' of program '${program.name}' has shape [${shape.join(', ')}], given were ${values.length} numbers`)
      return { feed, values, shape }
    })
    return Object.fromEntries(given.map(({ feed, values, shape }) => [feedPort(feed.name), this.shaped(values, feed.dtype, shape)]))
  }

  /** A copy to give away, in memory that has come back where there is some. */
  private shaped(values: Values, dtype: DType, shape: readonly number[]): Shaped {
    const bytes = values.length * (dtype === 'bool' ? 1 : 4)
    const buffer = this.spare.get(bytes)?.pop() ?? new ArrayBuffer(bytes)
    const data = dtype === 'bool' ? new Uint8Array(buffer) : dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer)
    data.set(values)
    return { data, dtype, shape }
  }
}

const entriesRead = (program: Program): readonly string[] => program.nodes.filter((n) => n.op === 'read').map((n) => String(n.attrs['entry']))

function modelOf(program: Program): Uint8Array {
  try {
    return writeOnnx(program)
  } catch (error) {
    throw new EngineError(`program '${program.name}' cannot be written for onnx: ${(error as Error).message}`, { cause: error })
  }
}

const valuesOf = (values: Plain): Values => (values instanceof Uint8Array ? Int32Array.from(values) : values)
