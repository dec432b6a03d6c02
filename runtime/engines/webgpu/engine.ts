/** Engine webgpu: TensorFlow.js on a GPU of any maker, through Dawn for Node. */
import type { Engine, Session } from '../../engine.ts'
import { EngineError } from '../../engine.ts'
import { installed, type Packages } from '../packages.ts'
import { tfjsEngine } from '../tfjs/engine.ts'
import { describeAdapter, driverAdvice, fastestAdapter, loadDawn, openDevice, type Adapter } from './dawn.ts'
import { BACKEND, startBackend } from './tfjs.ts'

export interface WebgpuOptions {
  /** Whether an adapter that computes on the processor will do; otherwise it is refused. */
  readonly software?: boolean
  readonly packages?: Packages
}

export interface WebgpuEngine extends Engine { readonly adapter: Adapter }

/** The engine on the fastest adapter. Throws `EngineError` with a remedy where there is none, or only one of software. */
export async function webgpuEngine({ software = false, packages = installed }: WebgpuOptions = {}): Promise<WebgpuEngine> {
  const { create, globals } = await loadDawn(packages)
  const gpu = create([])
  const found = await fastestAdapter(gpu)
  if (found === null) throw new EngineError(`the engine 'webgpu' finds no GPU: ${driverAdvice()}`)
  const adapter = describeAdapter(found.info)
  if (adapter.software && !software) throw new EngineError(`the engine 'webgpu' finds no GPU but ${adapter.description}, which computes on the processor: ${driverAdvice()}`)
  const { tf } = startBackend(packages, await openDevice(found), found.info, globals)
  const engine = tfjsEngine(tf, BACKEND)
  // Dawn goes with the object that `create` gave, whatever else is in use: whoever holds the engine holds it.
  return { ...engine, adapter, load: (graph) => engine.load(graph).then((session) => { held.set(session, gpu); return session }) }
}

const held = new WeakMap<Session, GPU>()
