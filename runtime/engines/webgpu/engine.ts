/** Engine webgpu: a GPU of any maker, by TensorFlow.js and kernels made for the program, through Dawn for Node. */
import type { Engine } from '../../engine.ts'
import { EngineError } from '../../engine.ts'
import { installed, type Packages } from '../packages.ts'
import { describeAdapter, driverAdvice, fastestAdapter, loadDawn, openDevice, type Adapter } from './dawn.ts'
import { threadsOf } from './kernel.ts'
import { WebgpuSession } from './session.ts'
import { BACKEND, startBackend, type Device } from './tfjs.ts'

export interface WebgpuOptions {
  /** Whether an adapter that computes on the processor will do; otherwise it is refused. */
  readonly software?: boolean
  /** `false`: every update by a kernel of its own, to measure what it costs. */
  readonly moves?: boolean
  readonly packages?: Packages
}

export interface WebgpuEngine extends Engine { readonly adapter: Adapter }

/** The engine on the fastest adapter. Throws `EngineError` with a remedy where there is none, or only one of software. */
export async function webgpuEngine({ software = false, moves = true, packages = installed }: WebgpuOptions = {}): Promise<WebgpuEngine> {
  const { create, globals } = await loadDawn(packages)
  const gpu = create([])
  const found = await fastestAdapter(gpu)
  if (found === null) throw new EngineError(`the engine 'webgpu' finds no GPU: ${driverAdvice()}`)
  const adapter = describeAdapter(found.info)
  if (adapter.software && !software) throw new EngineError(`the engine 'webgpu' finds no GPU but ${adapter.description}, which computes on the processor: ${driverAdvice()}`)
  const opened = await openDevice(found)
  const device: Device = { ...startBackend(packages, gpu, opened, found.info, globals), threads: threadsOf(adapter), moves, condition: conditionOf(opened) }
  const caveat = adapter.software ? { caveat: `no GPU but software: ${adapter.description}` } : {}
  return { name: 'tfjs', backend: BACKEND, adapter, ...caveat, load: (graph) => Promise.resolve(new WebgpuSession(device, graph)) }
}

function conditionOf(device: GPUDevice): Device['condition'] {
  const condition: { fault: string | null } = { fault: null }
  device.addEventListener('uncapturederror', (event) => { condition.fault ??= (event as GPUUncapturedErrorEvent).error.message })
  void device.lost.then(({ message }) => { condition.fault ??= `the device is lost: ${message}` })
  return condition
}
