/** A buffer that several tensors lie in. */
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Device } from './tfjs.ts'
import type { Layout, Moves, Room } from './moves.ts'

/** The store, and what lies beside it during a run. */
export interface Flat { readonly layout: Layout<string>; readonly store: FlatBuffer; readonly beside: FlatBuffer }

export class FlatBuffer {
  readonly whole: GPUBufferBinding
  private readonly device: Device

  constructor(device: Device, elements: number) {
    this.device = device
    this.whole = { buffer: device.backend.device.createBuffer({ size: Math.max(4, elements * 4), usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST }) }
  }

  /** A tensor over elements of the buffer, for all that reads tensors: the backend binds what it does not know as it is, and leaves the memory alone. */
  view(from: number, shape: readonly number[]): Tensor {
    const { tf, backend } = this.device
    const { dataId } = backend.makeTensorInfo([...shape], 'float32')
    const data = backend.tensorMap.get(dataId)
    data.resource = { buffer: this.whole.buffer, offset: from * 4, size: shape.reduce((a, b) => a * b, 4) }
    data.external = true
    return tf.engine().makeTensorFromDataId(dataId, [...shape], 'float32', backend) as Tensor
  }

  dispose(): void {
    this.whole.buffer.destroy()
  }
}

/** Null where nothing lies in the buffer. */
export const openFlat = (device: Device, layout: Layout<string>, moves: readonly Moves[]): Flat | null =>
  (layout.size === 0 ? null : { layout, store: new FlatBuffer(device, layout.size), beside: new FlatBuffer(device, Math.max(...moves.map((m) => m.beside.size))) })

export function roomOf({ limits }: GPUDevice): Room {
  const { maxStorageBuffersPerShaderStage, maxBufferSize, maxStorageBufferBindingSize, minStorageBufferOffsetAlignment } = limits
  return { buffers: maxStorageBuffersPerShaderStage, elements: Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4), aligned: Math.ceil(minStorageBufferOffsetAlignment / 4) }
}
