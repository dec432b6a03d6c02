/** Starting kernels: shaders compiled once, parameters kept for each size of the batches, commands in the backend's queue. */
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Node, Program } from '../../../compiler/graph/graph.ts'
import type { Tf } from '../tfjs/engine.ts'
import type { FlatBuffer } from './flat-buffer.ts'
import { sizeOf } from '../../../compiler/graph/graph.ts'
import { reductionOf } from '../../../compiler/ops/fused.ts'
import { resolved } from '../checks.ts'
import { sideOf, writeKernel, writeMove, type Homes, type Kernel } from './kernel.ts'
import type { Move } from './moves.ts'
import type { Group } from './plan.ts'
import { bindingOf, type Backend, type Device } from './tfjs.ts'

type Batches = Readonly<Record<string, number>>

/** Compiled shaders by their text, and layouts by what they bind. */
export class Shaders {
  private readonly device: GPUDevice
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>()
  private readonly layouts = new Map<string, GPUBindGroupLayout>()

  constructor(device: GPUDevice) {
    this.device = device
  }

  layout(read: number, written: number): GPUBindGroupLayout {
    const key = `${read} ${written}`
    const types: GPUBufferBindingType[] = ['uniform', ...Array<GPUBufferBindingType>(read).fill('read-only-storage'), ...Array<GPUBufferBindingType>(written).fill('storage')]
    const layout = this.layouts.get(key) ?? this.device.createBindGroupLayout({ entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })) })
    this.layouts.set(key, layout)
    return layout
  }

  pipeline(code: string, layout: GPUBindGroupLayout): Promise<GPUComputePipeline> {
    const known = this.pipelines.get(code)
    if (known) return known
    const made = this.device.createComputePipelineAsync({
      layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }), compute: { module: this.device.createShaderModule({ code }), entryPoint: 'main' },
    })
    this.pipelines.set(code, made)
    return made
  }
}

/** A kernel ready to be started. */
export interface Launch {
  /** Rejects where the device does not take the kernel. */
  compile(shaders: Shaders): Promise<void>
  /** Puts it into the queue, and gives the tensors that it makes. */
  run(inputs: readonly Tensor[], batches: Batches): readonly Tensor[]
  dispose(): void
}

interface Stage { readonly pipeline: GPUComputePipeline; readonly layout: GPUBindGroupLayout }
interface Sized { readonly parameters: GPUBufferBinding; readonly parts: number; readonly groups: number; readonly outputs: readonly (readonly number[])[] }

/** The most workgroups along one axis that every device has. */
const MOST_GROUPS = 65535
/** A reduction is cut into parts until there are about this many workgroups, as long as a thread has this many rows. */
const ENOUGH_GROUPS = 256
const ENOUGH_ROWS = 32

/** A group of a program. */
export class GroupLaunch implements Launch {
  private readonly tf: Tf
  private readonly backend: Backend
  private readonly threads: number
  private readonly group: Group
  private readonly nodes: readonly Node[]
  private readonly kernel: Kernel
  /** Tensors that outputs are written to; others get new ones. */
  private readonly into: ReadonlyMap<number, Tensor>
  /** Which outputs are results of a reduction. */
  private readonly reduced: readonly boolean[]
  private readonly sizes = new Map<string, Sized>()
  private first!: Stage
  private last: Stage | null = null

  constructor({ tf, backend, threads }: Device, program: Program, group: Group, into: ReadonlyMap<number, Tensor>) {
    this.tf = tf
    this.backend = backend
    this.threads = threads
    this.group = group
    this.nodes = program.nodes
    this.kernel = writeKernel(program.nodes, group, threads)
    this.into = into
    this.reduced = group.outputs.map((id) => reductionOf(program.nodes[id]!.attrs) !== null)
  }

  async compile(shaders: Shaders): Promise<void> {
    const folds = this.reduced.filter(Boolean).length
    ;[this.first, this.last] = await Promise.all([
      stageOf(shaders, this.kernel.text, this.group.inputs.length, this.group.outputs.length), this.kernel.last === null ? null : stageOf(shaders, this.kernel.last, folds, folds),
    ])
  }

  run(inputs: readonly Tensor[], batches: Batches): readonly Tensor[] {
    const { backend } = this
    const sized = this.sized(batches)
    const { parameters, groups, parts } = sized
    const outputs = this.group.outputs.map((id, i) => this.into.get(id) ?? this.tensor(sized.outputs[i]!, this.nodes[id]!.dtype))
    const read = inputs.map((t) => bound(backend, t))
    const written = outputs.map((t) => bound(backend, t))
    if (parts === 1) start(backend, this.first, [parameters, ...read, ...written], groups, parts)
    else {
      const cut = written.map((binding, i) => (this.reduced[i] ? this.temporary(outputs[i]!.size * 4 * parts) : binding))
      start(backend, this.first, [parameters, ...read, ...cut], groups, parts)
      start(backend, this.last!, [parameters, ...[...cut, ...written].filter((_, i) => this.reduced[i % written.length])], groups, 1)
    }
    return outputs
  }

  dispose(): void {
    for (const { parameters } of this.sizes.values()) parameters.buffer.destroy()
    this.sizes.clear()
  }

  private sized(batches: Batches): Sized {
    const key = keyOf(this.kernel, batches)
    const known = this.sizes.get(key)
    if (known) return known
    const { extent } = this.group
    const [outer, reduced, inner] = [extent.outer, extent.reduced, extent.inner].map((dims) => dims.reduce((n: number, d) => n * sizeOf(d, batches), 1)) as [number, number, number]
    const side = sideOf(extent.inner, this.threads)
    const columns = outer * Math.ceil(inner / side)
    const folds = this.kernel.last !== null
    const parts = folds ? Math.max(1, Math.min(Math.floor(reduced / ((this.threads / side) * ENOUGH_ROWS)), Math.floor(ENOUGH_GROUPS / columns))) : 1
    const sized = {
      parameters: parametersOf(this.backend, this.kernel, batches, parts), parts, groups: Math.min(MOST_GROUPS, folds ? columns : Math.ceil(reduced / this.threads)),
      outputs: this.group.outputs.map((id) => resolved(this.nodes[id]!.shape, batches)),
    }
    this.sizes.set(key, sized)
    return sized
  }

  private tensor(shape: readonly number[], dtype: Node['dtype']): Tensor {
    const { dataId } = this.backend.makeTensorInfo([...shape], dtype)
    return this.tf.engine().makeTensorFromDataId(dataId, [...shape], dtype, this.backend) as Tensor
  }

  private temporary(size: number): GPUBufferBinding {
    const buffer = this.backend.bufferManager.acquireBuffer(size, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST)
    this.backend.uniformPendingDisposal.push(buffer)
    return { buffer }
  }
}

/** Updates in place. */
export class MoveLaunch implements Launch {
  private readonly backend: Backend
  private readonly kernel: Kernel
  private readonly inputs: number
  private readonly groups: number
  private readonly buffers: readonly FlatBuffer[]
  private readonly parameters = new Map<string, GPUBufferBinding>()
  private stage!: Stage

  constructor({ backend, threads }: Device, { nodes }: Program, move: Move, homes: Homes, buffers: { readonly store: FlatBuffer; readonly beside: FlatBuffer }) {
    const kernel = writeMove(nodes, move, homes, threads)
    this.backend = backend
    this.kernel = kernel
    this.inputs = move.inputs.length
    this.groups = Math.min(MOST_GROUPS, Math.ceil(kernel.elements / threads))
    this.buffers = [buffers.beside, buffers.store]
  }

  async compile(shaders: Shaders): Promise<void> {
    this.stage = await stageOf(shaders, this.kernel.text, this.inputs + 1, 1)
  }

  run(inputs: readonly Tensor[], batches: Batches): readonly Tensor[] {
    const { backend } = this
    const key = keyOf(this.kernel, batches)
    const parameters = this.parameters.get(key) ?? parametersOf(backend, this.kernel, batches, 1)
    this.parameters.set(key, parameters)
    start(backend, this.stage, [parameters, ...inputs.map((t) => bound(backend, t)), ...this.buffers.map((b) => b.whole)], this.groups, 1)
    return []
  }

  dispose(): void {
    for (const { buffer } of this.parameters.values()) buffer.destroy()
    this.parameters.clear()
  }
}

const keyOf = ({ batches: names }: Kernel, batches: Batches): string => names.map((name) => batches[name]).join(' ')

async function stageOf(shaders: Shaders, text: string, read: number, written: number): Promise<Stage> {
  const layout = shaders.layout(read, written)
  return { layout, pipeline: await shaders.pipeline(text, layout) }
}

function parametersOf({ device, queue }: Backend, kernel: Kernel, batches: Batches, parts: number): GPUBufferBinding {
  const data = new ArrayBuffer(Math.ceil((3 + kernel.batches.length) / 4) * 16)
  new Float32Array(data, 0, 2).set([Infinity, NaN])
  new Uint32Array(data, 8).set([parts, ...kernel.batches.map((name) => batches[name]!)])
  const buffer = device.createBuffer({ size: data.byteLength, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST })
  queue.writeBuffer(buffer, 0, data)
  return { buffer }
}

function start(backend: Backend, { pipeline, layout }: Stage, bindings: readonly GPUBufferBinding[], groups: number, parts: number): void {
  const entries = bindings.map((resource, binding) => ({ binding, resource }))
  backend.ensureCommandEncoderReady()
  const pass = (backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass())
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, backend.device.createBindGroup({ layout, entries }))
  pass.dispatchWorkgroups(groups, parts)
  backend.dispatchCountInPass++
}

/** The tensor's memory, kept until the commands that use it are submitted. */
function bound(backend: Backend, tensor: Tensor): GPUBufferBinding {
  backend.uploadToGPU(tensor.dataId)
  backend.commandQueueOwnedIds.add(tensor.dataId)
  return bindingOf(backend, tensor)
}
