/** A session of engine webgpu: the store on the device, programs as kernels in its queue, numbers back only where they are asked for. */
import type { Tensor } from '@tensorflow/tfjs-core'
import type { DType, Graph, StoreEntry } from '../../../compiler/graph/graph.ts'
import type { Session, Values } from '../../engine.ts'
import type { Tf } from '../tfjs/engine.ts'
import { dropDeadCode } from '../../../compiler/passes/dead-code.ts'
import { fuse } from '../../../compiler/passes/fuse.ts'
import { EngineError } from '../../engine.ts'
import { checkFeeds, entriesOf, entriesTouched, entryFor, entryOf, neverWritten, programIn, resolved } from '../checks.ts'
import { openFlat, roomOf, type Flat } from './flat-buffer.ts'
import { Shaders } from './launch.ts'
import { flatStore, movesOf, nothingFlat } from './moves.ts'
import { ProgramSteps, type Batches } from './steps.ts'
import { BACKEND, bindingOf, type Backend, type Device } from './tfjs.ts'

/** Runs of which nobody looks at the results: so many may wait in the device's queue, and no more. */
const RUNS_AHEAD = 2

export class WebgpuSession implements Session {
  private readonly tf: Tf
  private readonly backend: Backend
  readonly device: Device
  private readonly shaders: Shaders
  private readonly entries: ReadonlyMap<string, StoreEntry>
  private readonly programs: ReadonlyMap<string, ProgramSteps>
  private readonly flat: Flat | null
  private store: Record<string, Tensor> = {}
  private readonly ahead: Promise<unknown>[] = []
  private closed = false

  constructor(device: Device, graph: Graph) {
    const { tf, backend } = device
    this.tf = tf
    this.backend = backend
    this.device = device
    this.shaders = new Shaders(backend.device)
    this.entries = entriesOf(graph)
    this.activate()
    // Programs of any flavour: what is fused already stays as it is.
    const programs = graph.programs.map((p) => dropDeadCode(fuse(p)))
    const room = roomOf(backend.device)
    const layout = device.moves ? flatStore(graph.store, programs, room) : nothingFlat
    const moves = programs.map((p) => movesOf(p, graph.store, layout, room))
    this.flat = openFlat(device, layout, moves)
    this.programs = new Map(programs.map((p, i) => [p.name, new ProgramSteps(device, p, moves[i]!, this.flat)]))
  }

  write(name: string, values: Values): void {
    const { shape, dtype } = entryFor(this.entries, name, values)
    this.activate()
    const place = this.flat?.layout.places.get(name)
    if (place === undefined) {
      this.store[name]?.dispose()
      this.store[name] = this.tensor(values, shape, dtype)
    } else {
      this.store[name] ??= this.flat!.store.view(place, shape)
      this.upload(this.store[name], values)
    }
  }

  async read(name: string): Promise<Values> {
    entryOf(this.entries, name)
    const tensor = this.store[name]
    if (!tensor) throw neverWritten(name)
    const { [name]: values } = await this.fetch({ [name]: tensor })
    return values!
  }

  /** Compiles the kernels of programs, all at the same time; otherwise those of a program are compiled when it is first run. */
  async prepare(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => programIn(this.programs, name).compile(this.shaders)))
  }

  async run(name: string, feeds: Readonly<Record<string, Values>>, batches: Batches, fetch?: readonly string[]): Promise<Record<string, Values>> {
    const steps = programIn(this.programs, name)
    const { program } = steps
    for (const entry of entriesTouched(program)) if (!this.store[entry]) throw neverWritten(entry)
    const wanted = fetch ?? program.outputs.map((o) => o.name)
    for (const output of wanted) if (!program.outputs.some((o) => o.name === output)) throw new EngineError(`program '${name}' has no result '${output}'`)
    checkFeeds(program, feeds, batches)
    try {
      await steps.compile(this.shaders)
      this.check()
      const results = this.start(steps, feeds, batches)
      try {
        return await (wanted.length > 0 ? this.fetch(Object.fromEntries(wanted.map((output) => [output, results[output]!]))) : this.notTooFarAhead())
      } finally {
        for (const tensor of Object.values(results)) tensor.dispose()
      }
    } catch (error) {
      throw new EngineError(`program '${name}' failed on ${BACKEND}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }

  memory(): { readonly tensors: number; readonly bytes: number } {
    const { numTensors, numBytes } = this.tf.memory()
    return { tensors: numTensors, bytes: numBytes }
  }

  dispose(): void {
    if (this.closed) return
    this.closed = true
    for (const tensor of Object.values(this.store)) tensor.dispose()
    for (const steps of this.programs.values()) steps.dispose()
    this.flat?.store.dispose()
    this.flat?.beside.dispose()
    this.store = {}
  }

  private check(): void {
    const { fault } = this.device.condition
    if (fault !== null) throw new Error(fault)
  }

  /** TensorFlow.js has one current backend a process; another session may have changed it. */
  private activate(): void {
    if (this.tf.getBackend() !== BACKEND) void this.tf.setBackend(BACKEND)
  }

  /** Nothing here waits for the device. */
  private start(steps: ProgramSteps, feeds: Readonly<Record<string, Values>>, batches: Batches): Record<string, Tensor> {
    this.activate()
    const given = Object.fromEntries(steps.program.feeds.map(({ name, shape, dtype }) => [name, this.tensor(feeds[name]!, resolved(shape, batches), dtype)]))
    try {
      const { outputs, updates } = steps.run(given, this.store, batches)
      for (const [entry, tensor] of Object.entries(updates)) {
        this.store[entry]!.dispose()
        this.store[entry] = tensor
      }
      return outputs
    } finally {
      for (const tensor of Object.values(given)) tensor.dispose()
      this.submit()
    }
  }

  private submit(): void {
    if (this.backend.commandEncoder === null) return
    this.backend.endComputePassEncoder()
    this.backend.submitQueue()
  }

  private async notTooFarAhead(): Promise<Record<string, Values>> {
    this.ahead.push(this.backend.queue.onSubmittedWorkDone())
    if (this.ahead.length > RUNS_AHEAD) await this.ahead.shift()
    return {}
  }

  /** All of them by way of one buffer: the device is waited for once. */
  private async fetch(tensors: Readonly<Record<string, Tensor>>): Promise<Record<string, Values>> {
    const { backend } = this
    let size = 0
    const parts = Object.entries(tensors).map(([name, tensor]) => {
      const part = { name, tensor, from: size, bytes: tensor.size * 4 }
      size += part.bytes
      return part
    })
    const landing = backend.device.createBuffer({ size: Math.max(size, 4), usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
    backend.ensureCommandEncoderReady()
    backend.endComputePassEncoder()
    for (const { tensor, from, bytes } of parts) {
      backend.uploadToGPU(tensor.dataId)
      const { buffer, offset = 0 } = bindingOf(backend, tensor)
      if (bytes > 0) backend.commandEncoder!.copyBufferToBuffer(buffer, offset, landing, from, bytes)
    }
    backend.submitQueue()
    await landing.mapAsync(GPUMapMode.READ)
    this.check()
    const data = landing.getMappedRange().slice(0)
    landing.destroy()
    return Object.fromEntries(parts.map(({ name, tensor, from }) =>
      [name, tensor.dtype === 'float32' ? new Float32Array(data, from, tensor.size).slice() : new Int32Array(data, from, tensor.size).slice()]))
  }

  private tensor(values: Values, shape: readonly number[], dtype: DType): Tensor {
    const { backend } = this
    const { dataId } = backend.makeTensorInfo([...shape], dtype)
    backend.uploadToGPU(dataId)
    const tensor = this.tf.engine().makeTensorFromDataId(dataId, [...shape], dtype, backend) as Tensor
    this.upload(tensor, values)
    return tensor
  }

  /** Whole numbers and truth values are int32 on the device. */
  private upload(tensor: Tensor, values: Values): void {
    const { backend } = this
    const given = tensor.dtype === 'float32' ? Float32Array : Int32Array
    const data = values instanceof given ? values : given.from(values as ArrayLike<number>)
    const { buffer, offset = 0 } = bindingOf(backend, tensor)
    backend.queue.writeBuffer(buffer, offset, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
  }
}
