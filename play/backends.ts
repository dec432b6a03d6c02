/** What a page can compute on: one row each, in the order of choice. A GPU made of software is slower than WebAssembly and passed over. */
import * as tf from '@tensorflow/tfjs-core'
import type { Flavour } from '../compiler/passes/pipeline.ts'
import type { Tf } from '../runtime/engines/tfjs/engine.ts'
import { EngineError } from '../runtime/engine.ts'
import { BACKENDS, type BackendName } from './backend-names.ts'

/** A backend that may be there. */
interface Found { readonly what: string; readonly software: boolean }

interface Row {
  readonly name: BackendName
  readonly flavour: Flavour
  /** It computes beside the worker, which should not wait for every number. */
  readonly onDevice: boolean
  /** A reason where it is not there. */
  readonly find: () => Promise<Found | string>
  readonly load: () => Promise<unknown>
}

export interface Backend {
  readonly tf: Tf
  readonly name: BackendName
  readonly flavour: Flavour
  readonly onDevice: boolean
  /** `on ANGLE (…)`. */
  readonly what: string
  /** Why none of those before it; empty where there is nothing to say. */
  readonly why: string
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i

const rows: readonly Row[] = [
  {
    name: 'webgpu', flavour: 'tfjs', onDevice: true, find: findWebgpu,
    load: async () => {
      await import('@tensorflow/tfjs-backend-webgpu')
      // Small tensors too stay on the device.
      tf.env().set('WEBGPU_CPU_FORWARD', false)
    },
  },
  { name: 'webgl', flavour: 'tfjs', onDevice: true, find: () => Promise.resolve(findWebgl()), load: () => import('@tensorflow/tfjs-backend-webgl') },
  {
    name: 'wasm', flavour: 'wasm', onDevice: false, find: () => Promise.resolve(typeof WebAssembly === 'object' ? { what: 'on the processor', software: false } : 'the browser has no WebAssembly'),
    load: async () => {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
      // Beside the worker's own file.
      setWasmPaths(new URL('.', self.location.href).href)
    },
  },
  { name: 'cpu', flavour: 'portable', onDevice: false, find: () => Promise.resolve({ what: 'on the processor, slowly', software: false }), load: () => import('@tensorflow/tfjs-backend-cpu') },
]

/** The one asked for, or the first that computes on something made for it. Throws an EngineError with every reason. */
export async function openBackend(asked: BackendName | null): Promise<Backend> {
  tf.enableProdMode()
  const passed: string[] = []
  for (const row of rows.filter(({ name }) => asked === null || name === asked)) {
    const title = BACKENDS[row.name]
    try {
      const found = await row.find()
      if (typeof found === 'string') passed.push(`${title}: ${found}`)
      else if (found.software && asked === null) passed.push(`${title} is software here (${found.what.replace(/^on /, '')})`)
      else {
        await row.load()
        if (!await tf.setBackend(row.name)) throw new Error('it did not start')
        await tf.ready()
        // Half precision is too little to train with.
        if (row.name === 'webgl' && tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') === false) throw new Error('it computes in half precision only')
        return { tf, name: row.name, flavour: row.flavour, onDevice: row.onDevice, what: found.what, why: passed.join('; ') }
      }
    } catch (error) {
      passed.push(`${title}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new EngineError(`there is nothing to compute on: ${passed.join('; ')}`)
}

async function findWebgpu(): Promise<Found | string> {
  const gpu = (navigator as { readonly gpu?: GPU }).gpu
  if (gpu === undefined) return 'the browser has none'
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }) as (GPUAdapter & { readonly info?: GPUAdapterInfo & { readonly isFallbackAdapter?: boolean } }) | null
  if (adapter === null) return 'it finds no GPU'
  const { vendor = '', architecture = '', description = '', isFallbackAdapter } = adapter.info ?? {}
  const name = description || [vendor, architecture].filter((word) => word !== '').join(' ') || 'a GPU'
  return { what: `on ${name}`, software: isFallbackAdapter ?? (adapter.isFallbackAdapter || SOFTWARE.test(`${architecture} ${description}`)) }
}

function findWebgl(): Found | string {
  const context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('webgl2')
  if (context === null) return 'the browser has none for workers'
  const names = context.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(context.getParameter(names === null ? context.RENDERER : names.UNMASKED_RENDERER_WEBGL))
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return { what: `on ${renderer}`, software: SOFTWARE.test(renderer) }
}
