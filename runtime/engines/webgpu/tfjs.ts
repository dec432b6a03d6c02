/** TensorFlow.js over a device of Dawn. */
import type { DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from '../tfjs/engine.ts'
import { EngineError } from '../../engine.ts'
import { installCommand } from '../install-command.ts'
import type { AdapterWords } from './dawn.ts'
import { firstLine, isAbsent, type Packages } from '../packages.ts'

export const BACKEND = 'webgpu'
const BACKEND_PACKAGE = '@tensorflow/tfjs-backend-webgpu'

/** The part of the backend that kernels of our own are run with, in the queue of its own kernels. */
export interface Backend extends KernelBackend {
  /** Dawn goes with the object that it was opened by, whatever else of it is in use, and takes the process with it. */
  gpu?: GPU
  readonly device: GPUDevice
  readonly queue: GPUQueue
  commandEncoder: GPUCommandEncoder | null
  computePassEncoder: GPUComputePassEncoder | null
  dispatchCountInPass: number
  /** Tensors that commands not yet submitted use: their memory is not given to others before. */
  readonly commandQueueOwnedIds: WeakSet<DataId>
  /** Buffers to be used again when commands are submitted. */
  readonly uniformPendingDisposal: GPUBuffer[]
  readonly tensorMap: { get(id: DataId): TensorData }
  readonly bufferManager: { acquireBuffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer }
  makeTensorInfo(shape: number[], dtype: DataType): TensorInfo
  uploadToGPU(id: DataId): void
  ensureCommandEncoderReady(): void
  endComputePassEncoder(): void
  submitQueue(): void
}
type DataId = TensorInfo['dataId']

/** `external`: the memory is not the backend's to give to others. */
interface TensorData { resource?: GPUBuffer | GPUBufferBinding; values: unknown; external?: boolean }

/** The memory of a tensor that is on the device. */
export function bindingOf({ tensorMap }: Backend, { dataId }: TensorInfo): GPUBufferBinding {
  const resource = tensorMap.get(dataId).resource!
  return 'buffer' in resource ? resource : { buffer: resource }
}

/** A device, and what runs on it. */
export interface Device {
  readonly tf: Tf
  readonly backend: Backend
  /** Threads of a workgroup. */
  readonly threads: number
  /** Whether updates are written in place, many by one kernel. */
  readonly moves: boolean
  /** What the device said of itself: it speaks up some time after what it speaks of. */
  readonly condition: { readonly fault: string | null }
}

/** TensorFlow.js with the backend started on `device`. A process has one such backend: a second device replaces the first. */
export function startBackend(packages: Packages, gpu: GPU, device: GPUDevice, info: AdapterWords, globals: Readonly<Record<string, unknown>>): { readonly tf: Tf; readonly backend: Backend } {
  // The backend looks for what a browser has. Node has a `navigator` of its own, which gets a `gpu` only while the backend looks for one:
  // Dawn keeps a process alive whose globals refer to it.
  for (const [name, value] of Object.entries(globals)) if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  try {
    const tf = packages.load('@tensorflow/tfjs-core') as Tf
    tf.enableProdMode()
    const { WebGPUBackend } = packages.load(BACKEND_PACKAGE) as { readonly WebGPUBackend: new (device: GPUDevice, info: AdapterWords) => Backend }
    const backend = withNavigator(() => new WebGPUBackend(device, info))
    backend.gpu = gpu
    if (tf.findBackend(BACKEND)) tf.removeBackend(BACKEND)
    tf.registerBackend(BACKEND, () => backend)
    if (!tf.setBackend(BACKEND)) throw new Error('the backend did not start')
    // Small tensors too stay on the device.
    tf.env().set('WEBGPU_CPU_FORWARD', false)
    return { tf, backend }
  } catch (error) {
    const add = installCommand(['@tensorflow/tfjs-core', BACKEND_PACKAGE], { scripts: false })
    throw new EngineError(isAbsent(error) ? `the engine 'webgpu' is not installed: ${add} adds it` : `the engine 'webgpu' cannot be loaded (${firstLine(error)}): ${add} puts it in order`, { cause: error })
  }
}

function withNavigator<T>(body: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: {} }, configurable: true })
  try {
    return body()
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before)
    else Reflect.deleteProperty(globalThis, 'navigator')
  }
}
