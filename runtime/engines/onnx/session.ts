/** A session of engine onnx: what the training loop holds. It checks, copies feeds, and leaves the rest to its worker. */
import { Worker } from 'node:worker_threads'
import type { Session, Values } from '../../engine.ts'
import type { DType, Graph, Program, StoreEntry } from '../../../compiler/graph/graph.ts'
import type { Plain, Reply, Request, Shaped } from './protocol.ts'
import { ports, runsInRounds, writeOnnx } from '../../../compiler/targets/onnx/target.ts'
import { EngineError } from '../../engine.ts'
import { checkFeeds, entriesOf, entriesRead, entriesTouched, entryFor, entryOf, neverWritten, programIn, resolved } from '../checks.ts'
import { bytesOf, typed } from './protocol.ts'
import { Stack } from './stack.ts'
import { serve } from './worker.ts'

type Feeds = Readonly<Record<string, Values>>
type Batches = Readonly<Record<string, number>>
type Results = Readonly<Record<string, Plain>>

export type Provider = 'cpu' | 'webgpu'

/** The engine's name, as `--engine` takes it. */
export const nameOf = (provider: Provider): 'onnx' | 'onnx-webgpu' => (provider === 'cpu' ? 'onnx' : 'onnx-webgpu')

/** Results of a loop over so many runs. */
interface Found { readonly values: Results; readonly rounds: number }

interface Waiting { readonly resolve: (values: Readonly<Record<string, Plain>>) => void; readonly reject: (error: EngineError) => void }

const closed = (provider: Provider): EngineError => new EngineError(`the session of the engine '${nameOf(provider)}' is closed`)

export interface SessionOptions {
  /** Where onnxruntime is. */
  readonly runtime: string
  readonly threads: number
  readonly provider: Provider
  readonly rounds?: number | undefined
  readonly pack?: boolean | undefined
}

export class OnnxSession implements Session {
  private readonly options: SessionOptions
  private readonly entries: ReadonlyMap<string, StoreEntry>
  private readonly programs: ReadonlyMap<string, Program>
  /** Entries that some program writes. */
  private readonly moving: ReadonlySet<string>
  private readonly provider: Provider
  private readonly written = new Set<string>()
  private readonly compiled = new Map<string, Promise<unknown>>()
  /** What a program reads and writes of the store. */
  private readonly touched: ReadonlyMap<string, readonly string[]>
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private readonly spare = new Map<number, ArrayBuffer[]>()
  private asked = 0
  /** What makes every further request fail. */
  private failure: EngineError | null = null
  /** Runs that wait for the call before them to end, to go along in one. */
  private open: { readonly stack: Stack; readonly found: Promise<Found> ; readonly send: () => void } | null = null
  /** Calls of a loop over runs that are under way. */
  private calls = 0

  constructor(graph: Graph, options: SessionOptions) {
    const { runtime, threads, provider } = options
    this.options = options
    this.provider = provider
    this.entries = entriesOf(graph)
    this.programs = new Map(graph.programs.map((p) => [p.name, p]))
    this.moving = new Set(graph.programs.flatMap((p) => p.updates.map((u) => u.entry)))
    this.touched = new Map(graph.programs.map((p) => [p.name, entriesTouched(p)]))
    const script = `const { parentPort, workerData } = require('node:worker_threads');
require('node:v8').setFlagsFromString('--expose-gc');
(${serve.toString()})(parentPort, require(workerData.runtime), workerData.threads, workerData.provider, require('node:vm').runInNewContext('gc'));`
    this.worker = new Worker(script, { eval: true, execArgv: [], workerData: { runtime, threads, provider }, name: 'onnx' })
    this.worker.on('message', (reply: Reply) => { this.answered(reply) })
    this.worker.on('error', (error) => { this.fail(new EngineError(`the engine '${nameOf(provider)}' failed: ${error.message}`, { cause: error })) })
    this.worker.on('exit', () => { this.fail(closed(provider)) })
    // A process may end while nobody waits for an answer.
    this.worker.unref()
  }

  write(name: string, values: Values): void {
    const { shape, dtype } = entryFor(this.entries, name, values)
    const value = this.shaped(values, dtype, shape)
    this.written.add(name)
    void this.ask({ kind: 'write', entry: name, value, moves: this.inTurns(name) }, [value]).catch((error: EngineError) => { this.failure ??= error })
  }

  async read(name: string): Promise<Values> {
    const entry = entryOf(this.entries, name)
    if (this.failure) throw this.failure
    if (!this.written.has(name)) throw neverWritten(name)
    if (this.provider === 'webgpu') return (await this.runOnce(reading(entry), {}, {}, [name]))[name]!
    const { [name]: values } = await this.ask({ kind: 'read', entry: name })
    return valuesOf(values!)
  }

  async run(name: string, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>, fetch?: readonly string[]): Promise<Record<string, Values>> {
    const program = programIn(this.programs, name)
    const wanted = fetch ?? program.outputs.map((o) => o.name)
    for (const output of wanted) if (!program.outputs.some((o) => o.name === output)) throw new EngineError(`program '${name}' has no result '${output}'`)
    for (const entry of this.touched.get(name)!) if (!this.written.has(entry)) throw neverWritten(entry)
    checkFeeds(program, feeds, batches)
    try {
      if (!this.loops(program)) return await this.runOnce(program, feeds, batches, wanted)
      const { round, found } = this.inStack(program, feeds, batches)
      const { values, rounds } = await found
      return valuesBy(wanted, Object.fromEntries(wanted.map((output) => [ports.result(output), part(values[ports.result(output)]!, round, rounds)])))
    } catch (error) {
      throw new EngineError(`program '${name}' failed on ${nameOf(this.provider)}: ${(error as EngineError).message}`, { cause: error })
    }
  }

  /** A loop over rounds is computed by the processor, to which a GPU would hand the whole store in every round, and from which it would take it. */
  private loops(program: Program): boolean {
    return this.provider === 'cpu' && runsInRounds(program)
  }

  /** Whether an entry has two buffers that change places. */
  private inTurns(name: string): boolean {
    return this.provider === 'cpu' && this.moving.has(name)
  }

  /** A run by itself. */
  private async runOnce(program: Program, feeds: Feeds, batches: Batches, wanted: readonly string[]): Promise<Record<string, Values>> {
    if (!wanted.length && !program.updates.length) return {}
    this.flush()
    const run = this.provider === 'cpu' ? program : withOnly(wanted, program)
    const given = Object.fromEntries(program.feeds.map((feed) =>
      [ports.feed(feed.name), this.shaped(feeds[feed.name]!, feed.dtype, resolved(feed.shape, batches))]))
    return valuesBy(wanted, await this.call(run, { kind: 'run', program: run.name, feeds: given, fetch: wanted.map(ports.result), rounds: null }))
  }

  /** One more run of a loop over runs: it begins at once, or with those that come while the worker is busy. */
  private inStack(program: Program, feeds: Feeds, batches: Batches): { readonly round: number; readonly found: Promise<Found> } {
    if (!this.open?.stack.takes(program, batches)) {
      this.flush()
      this.open = this.newStack(program, batches)
    }
    const { stack, found } = this.open
    const round = stack.count
    stack.add(feeds)
    if (this.calls === 0) this.flush()
    return { round, found }
  }

  private newStack(program: Program, batches: Batches): NonNullable<OnnxSession['open']> {
    const stack = new Stack(program, batches, (bytes) => this.memoryOf(bytes), this.options.rounds)
    let send = (): void => undefined
    const found = new Promise<Found>((resolve, reject) => {
      send = () => {
        this.calls += 1
        const rounds = stack.count
        this.call(program, { kind: 'run', program: program.name, feeds: stack.shaped(), fetch: program.outputs.map((o) => ports.result(o.name)), rounds })
          .finally(() => { this.calls -= 1; if (this.calls === 0) this.flush() })
          .then((values) => { resolve({ values, rounds }) }, reject)
      }
    })
    return { stack, found, send }
  }

  /** Sends the runs that wait. Whatever else is asked comes after them. */
  private flush(): void {
    const { open } = this
    this.open = null
    open?.send()
  }

  private async call(program: Program, request: Extract<Request, { kind: 'run' }>): Promise<Results> {
    const [, values] = await Promise.all([this.compile(program), this.ask(request, Object.values(request.feeds))])
    return values
  }

  /** Buffers of the store: two for an entry that programs write, where they change places. */
  memory(): { readonly tensors: number; readonly bytes: number } {
    let tensors = 0
    let bytes = 0
    for (const name of this.written) {
      const { shape, dtype } = this.entries.get(name)!
      const buffers = this.inTurns(name) ? 2 : 1
      tensors += buffers
      bytes += buffers * shape.reduce((a, b) => a * b, dtype === 'bool' ? 1 : 4)
    }
    return { tensors, bytes }
  }

  dispose(): void {
    const open = this.failure === null
    this.fail(closed(this.provider))
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
    // What is asked of the store takes effect after the runs that were asked before.
    if (request.kind !== 'run' && request.kind !== 'compile') this.flush()
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
    this.flush()
    for (const { reject } of this.waiting.values()) reject(this.failure)
    this.waiting.clear()
    this.worker.unref()
  }

  /** Programs are compiled when first run. */
  private compile(program: Program): Promise<unknown> {
    const known = this.compiled.get(program.name)
    if (known) return known
    const updated = program.updates.map(({ entry }) => entry)
    const loops = this.loops(program)
    const reads = Object.fromEntries([...entriesRead(program), ...(loops ? updated : [])].map((entry) => [ports.entry(entry), entry]))
    const updates = Object.fromEntries(updated.map((entry) => [ports.update(entry), entry]))
    const made = this.ask({ kind: 'compile', program: program.name, model: modelOf(program, loops, this.options), reads, updates })
    this.compiled.set(program.name, made)
    return made
  }

  /** A copy to give away. */
  private shaped(values: Values, dtype: DType, shape: readonly number[]): Shaped {
    const data = typed(dtype, this.memoryOf(bytesOf(dtype, values.length)))
    data.set(values)
    return { data, dtype, shape }
  }

  /** Memory that has come back, where there is some. */
  private memoryOf(bytes: number): ArrayBuffer {
    return this.spare.get(bytes)?.pop() ?? new ArrayBuffer(bytes)
  }
}

/** A session with results on a device has to be asked for the same ones in every call: 'Output count mismatch' otherwise. */
const withOnly = (wanted: readonly string[], program: Program): Program =>
  ({ ...program, name: JSON.stringify([program.name, ...wanted]), outputs: program.outputs.filter(({ name }) => wanted.includes(name)) })

/** Brings an entry out of the device. */
const reading = ({ name, dtype, shape }: StoreEntry): Program =>
  ({ name: `read ${name}`, feeds: [], nodes: [{ id: 0, op: 'read', inputs: [], attrs: { entry: name }, shape, dtype, origin: { phase: 'forward' } }], outputs: [{ name, node: 0 }], updates: [] })

function modelOf(program: Program, inRounds: boolean, { pack = true }: SessionOptions): Uint8Array {
  try {
    return writeOnnx(program, { inRounds, pack })
  } catch (error) {
    throw new EngineError(`program '${program.name}' cannot be written for onnx: ${(error as Error).message}`, { cause: error })
  }
}

const valuesOf = (values: Plain): Values => (values instanceof Uint8Array ? Int32Array.from(values) : values)

const valuesBy = (outputs: readonly string[], values: Results): Record<string, Values> =>
  Object.fromEntries(outputs.map((output) => [output, valuesOf(values[ports.result(output)]!)]))

/** What one of several runs found. */
function part(values: Plain, round: number, rounds: number): Plain {
  const length = values.length / rounds
  return values.subarray(round * length, (round + 1) * length)
}
