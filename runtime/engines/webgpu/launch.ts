/** Starting kernels: shaders compiled once, parameters kept for each size of the batches, commands in the backend's queue. */
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Node, Program } from '../../../compiler/graph/graph.ts'
import type { Tf } from '../tfjs/engine.ts'
import type { Backend, Device } from './tfjs.ts'
import { sizeOf } from '../../../compiler/graph/graph.ts'
import { reductionOf } from '../../../compiler/ops/fused.ts'
import { resolved } from '../checks.ts'
import { sideOf, writeKernel, type Kernel } from './kernel.ts'
import type { Group } from './plan.ts'

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

interface Stage { readonly pipeline: GPUComputePipeline; readonly layout: GPUBindGroupLayout }
interface Sized { readonly parameters: GPUBuffer; readonly parts: number; readonly groups: number; readonly outputs: readonly (readonly number[])[] }

/** The most workgroups along one axis that every device has. */
const MOST_GROUPS = 65535
/** A reduction is cut into parts until there are about this many workgroups, as long as a thread has this many rows. */
const ENOUGH_GROUPS = 256
const ENOUGH_ROWS = 32

/** A group of a program, ready to be started. */
export class Launch {
  private readonly tf: Tf
  private readonly backend: Backend
  private readonly threads: number
  private readonly group: Group
  private readonly nodes: readonly Node[]
  private readonly kernel: Kernel
  /** Which outputs are results of a reduction. */
  private readonly reduced: readonly boolean[]
  private readonly sizes = new Map<string, Sized>()
  private first!: Stage
  private last: Stage | null = null

  constructor({ tf, backend, threads }: Device, program: Program, group: Group) {
    this.tf = tf
    this.backend = backend
    this.threads = threads
    this.group = group
    this.nodes = program.nodes
    this.kernel = writeKernel(program.nodes, group, threads)
    this.reduced = group.outputs.map((id) => reductionOf(program.nodes[id]!.attrs) !== null)
  }

  /** Rejects where the device does not take the kernel. */
  async compile(shaders: Shaders): Promise<void> {
    const stage = async (text: string, read: number, written: number): Promise<Stage> => {
      const layout = shaders.layout(read, written)
      return { layout, pipeline: await shaders.pipeline(text, layout) }
    }
    const folds = this.reduced.filter(Boolean).length
    ;[this.first, this.last] = await Promise.all([
      stage(this.kernel.text, this.group.inputs.length, this.group.outputs.length), this.kernel.last === null ? null : stage(this.kernel.last, folds, folds),
    ])
  }

  /** Computes the group's outputs from its inputs. */
  run(inputs: readonly Tensor[], batches: Batches): Tensor[] {
    const sized = this.sized(batches)
    const outputs = this.group.outputs.map((id, i) => this.tensor(sized.outputs[i]!, this.nodes[id]!.dtype))
    const read = inputs.map((t) => this.bufferOf(t))
    const written = outputs.map((t) => this.bufferOf(t))
    if (sized.parts === 1) this.start(this.first, sized, [...read, ...written], sized.parts)
    else {
      const parts = written.map((buffer, i) => (this.reduced[i] ? this.temporary(buffer.size * sized.parts) : buffer))
      this.start(this.first, sized, [...read, ...parts], sized.parts)
      this.start(this.last!, sized, [...parts, ...written].filter((_, i) => this.reduced[i % written.length]), 1)
    }
    return outputs
  }

  dispose(): void {
    for (const { parameters } of this.sizes.values()) parameters.destroy()
    this.sizes.clear()
  }

  private start({ pipeline, layout }: Stage, { parameters, groups }: Sized, buffers: readonly GPUBuffer[], parts: number): void {
    const { backend } = this
    const entries = [parameters, ...buffers].map((buffer, binding) => ({ binding, resource: { buffer } }))
    backend.ensureCommandEncoderReady()
    const pass = (backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass())
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, backend.device.createBindGroup({ layout, entries }))
    pass.dispatchWorkgroups(groups, parts)
    backend.dispatchCountInPass++
  }

  private sized(batches: Batches): Sized {
    const key = this.kernel.batches.map((name) => batches[name]).join(' ')
    const known = this.sizes.get(key)
    if (known) return known
    const { extent } = this.group
    const [outer, reduced, inner] = [extent.outer, extent.reduced, extent.inner].map((dims) => dims.reduce((n: number, d) => n * sizeOf(d, batches), 1)) as [number, number, number]
    const side = sideOf(extent.inner, this.threads)
    const columns = outer * Math.ceil(inner / side)
    const folds = this.kernel.last !== null
    const parts = folds ? Math.max(1, Math.min(Math.floor(reduced / ((this.threads / side) * ENOUGH_ROWS)), Math.floor(ENOUGH_GROUPS / columns))) : 1
    const data = new ArrayBuffer(Math.ceil((3 + this.kernel.batches.length) / 4) * 16)
    new Float32Array(data, 0, 2).set([Infinity, NaN])
    new Uint32Array(data, 8).set([parts, ...this.kernel.batches.map((name) => batches[name]!)])
    const parameters = this.backend.device.createBuffer({ size: data.byteLength, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST })
    this.backend.queue.writeBuffer(parameters, 0, data)
    const sized = {
      parameters, parts, groups: Math.min(MOST_GROUPS, folds ? columns : Math.ceil(reduced / this.threads)), outputs: this.group.outputs.map((id) => resolved(this.nodes[id]!.shape, batches)),
    }
    this.sizes.set(key, sized)
    return sized
  }

  private tensor(shape: readonly number[], dtype: Node['dtype']): Tensor {
    const { dataId } = this.backend.makeTensorInfo([...shape], dtype)
    return this.tf.engine().makeTensorFromDataId(dataId, [...shape], dtype, this.backend) as Tensor
  }

  /** The tensor's memory, kept until the commands that use it are submitted. */
  private bufferOf({ dataId }: Tensor): GPUBuffer {
    const { backend } = this
    backend.uploadToGPU(dataId)
    backend.commandQueueOwnedIds.add(dataId)
    return backend.tensorMap.get(dataId).resource!
  }

  private temporary(size: number): GPUBuffer {
    const buffer = this.backend.bufferManager.acquireBuffer(size, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST)
    this.backend.uniformPendingDisposal.push(buffer)
    return buffer
  }
}
