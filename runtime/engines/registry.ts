/** The engines, one row each, in the order of choice. Nothing is loaded before a row is opened. */
import type { Flavour } from '../../compiler/passes/pipeline.ts'
import type { Engine } from '../engine.ts'
import type { GpuSigns } from './gpu-signs.ts'
import type { Packages } from './packages.ts'
import type { Backend } from './tfjs/node.ts'
import { EngineError } from '../engine.ts'

/** As `--engine` takes them. */
export const engineNames = ['tensorflow', 'webgpu', 'onnx', 'onnx-webgpu', 'wasm', 'cpu'] as const
export type EngineName = (typeof engineNames)[number]

export interface Adapter {
  readonly name: string
  /** It computes on the processor as a GPU would. */
  readonly software: boolean
}

/** What a package says about itself on this machine. */
export interface Found {
  /** `passed-over`: it works, and is taken only when it is asked for. `no-device`: there is nothing that it could compute on. */
  readonly state: 'ready' | 'passed-over' | 'no-device'
  /** What was found, or why it is not taken; goes on after the engine's name. May be empty. */
  readonly detail: string
  readonly adapter?: Adapter
  /** What would have to be there, on a machine that has a GPU. */
  readonly advice?: string
}

/** Runs CommonJS text in a process of its own and gives what it prints. */
export type Ask = (script: string, args: readonly string[]) => Promise<unknown>

export interface EngineRow {
  readonly name: EngineName
  /** All are needed. The first one's version is the engine's. */
  readonly packages: readonly [string, ...string[]]
  readonly what: string
  /** Whether the machine may have what it computes on. */
  readonly fits: (signs: GpuSigns) => boolean
  readonly gpu: boolean
  /** What it wants programs to be like. */
  readonly flavour: Flavour
  /** It computes beside this process, which should not wait for every number. */
  readonly onDevice: boolean
  /** How many threads it computes with; null where it decides itself, or computes elsewhere. */
  readonly threads: 'all' | 1 | null
  /** Its packages fetch their native part by a script after installing. */
  readonly scripts: boolean
  /** It is asked in a process of its own before it is chosen: it may take the process down, or find nothing to compute on. */
  readonly risky: boolean
  /** Rejects when the package does not load. Null: it has no native code, so that being there is being ready. */
  readonly probe: ((packages: Packages, ask: Ask) => Promise<Found>) | null
  /** Throws `EngineError`. */
  readonly open: (packages: Packages) => Promise<Engine>
}

const always = (): boolean => true

const tensorflow = (name: '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node'): Pick<EngineRow, 'name' | 'packages' | 'flavour' | 'threads' | 'scripts' | 'risky' | 'open'> => ({
  name: 'tensorflow', packages: [name], flavour: 'portable', threads: null, scripts: true, risky: true,
  open: async (packages) => {
    const [{ loadTensorflow }, { tfjsEngine }] = await Promise.all([import('./tfjs/node.ts'), import('./tfjs/engine.ts')])
    return tfjsEngine(await loadTensorflow(name, packages), 'tensorflow')
  },
})

const tfjs = (name: Backend, flavour: Flavour, what: string): EngineRow => ({
  name, packages: [`@tensorflow/tfjs-backend-${name}`, '@tensorflow/tfjs-core'], what, fits: always, gpu: false, flavour,
  onDevice: false, threads: 1, scripts: false, risky: false, probe: null,
  open: async (packages) => {
    const [{ loadTfjs }, { tfjsEngine }] = await Promise.all([import('./tfjs/node.ts'), import('./tfjs/engine.ts')])
    return tfjsEngine(await loadTfjs(name, packages), name)
  },
})

/** The binding calls helpers of node:util that Node 23 removed. */
const TENSORFLOW = `const u = require('util'); u.isNullOrUndefined ??= v => v == null; u.isArray ??= Array.isArray
const tf = require(process.argv.at(-1)); console.log(JSON.stringify({ gpu: tf.backend().isUsingGpuDevice === true }))`

const ONNX = 'console.log(JSON.stringify({ version: require(process.argv.at(-1)).env.versions.node }))'

async function adapterFor(packages: Packages, ask: Ask): Promise<Found> {
  const [{ probeWebgpu }, { driverAdvice }] = await Promise.all([import('./webgpu/probe.ts'), import('./webgpu/dawn.ts')])
  const found = await probeWebgpu(packages, ask)
  if (found === null) return { state: 'no-device', detail: 'finds no GPU', advice: driverAdvice() }
  const adapter = { name: found.adapter, software: found.software }
  if (!found.software) return { state: 'ready', detail: `on ${found.adapter}`, adapter }
  return { state: 'passed-over', detail: `finds no GPU but ${found.adapter}, which is software`, adapter, advice: driverAdvice() }
}

const ONNX_PROVIDERS = 'console.log(JSON.stringify(require(process.argv.at(-1)).listSupportedBackends().map(({ name }) => name)))'

/** Not every build of ONNX Runtime has WebGPU inside. */
async function onnxAdapter(packages: Packages, ask: Ask): Promise<Found> {
  const providers = await ask(ONNX_PROVIDERS, [packages.locate('onnxruntime-node')]) as readonly string[]
  return providers.includes('webgpu') ? adapterFor(packages, ask) : { state: 'no-device', detail: `has no WebGPU for ${process.platform} ${process.arch}` }
}

export const engineRows: readonly EngineRow[] = [
  {
    ...tensorflow('@tensorflow/tfjs-node-gpu'), what: 'TensorFlow on an NVIDIA GPU (CUDA)', fits: ({ nvidia }) => nvidia, gpu: true, onDevice: true,
    probe: async (packages, ask) => {
      const { gpu } = await ask(TENSORFLOW, [packages.locate('@tensorflow/tfjs-node-gpu')]) as { readonly gpu: boolean }
      return gpu ? { state: 'ready', detail: 'on an NVIDIA GPU' } : { state: 'passed-over', detail: 'sees no GPU', advice: 'it needs CUDA 11.2 and cuDNN 8.1' }
    },
  },
  {
    name: 'webgpu', packages: ['webgpu', '@tensorflow/tfjs-backend-webgpu', '@tensorflow/tfjs-core'], what: 'TensorFlow.js on a GPU of any maker (Vulkan, Metal, Direct3D)',
    fits: ({ any }) => any, gpu: true, flavour: 'webgpu', onDevice: true, threads: null, scripts: false, risky: true,
    probe: adapterFor,
    // Whoever asks for it may have an adapter that computes on the processor; the choice has looked before.
    open: async (packages) => (await import('./webgpu/engine.ts')).webgpuEngine({ packages, software: true }),
  },
  {
    name: 'onnx', packages: ['onnxruntime-node'], what: 'ONNX Runtime, native code on the processor', fits: always, gpu: false, flavour: 'portable', onDevice: false,
    threads: 'all', scripts: false, risky: false,
    probe: async (packages, ask) => {
      await ask(ONNX, [packages.locate('onnxruntime-node')])
      return { state: 'ready', detail: '' }
    },
    open: async (packages) => (await import('./onnx/engine.ts')).onnxEngine({ packages }),
  },
  // After onnx, so that it is taken only when it is asked for: nothing shows yet that it is faster than webgpu.
  {
    name: 'onnx-webgpu', packages: ['onnxruntime-node', 'webgpu'], what: 'ONNX Runtime on a GPU of any maker (Vulkan, Metal, Direct3D)',
    fits: ({ any }) => any, gpu: true, flavour: 'portable', onDevice: true, threads: null, scripts: false, risky: true,
    probe: onnxAdapter,
    open: async (packages) => {
      const [{ onnxEngine }, { askApart }] = await Promise.all([import('./onnx/engine.ts'), import('./ask-apart.ts')])
      const { state, detail, adapter, advice } = await onnxAdapter(packages, askApart)
      if (state === 'no-device') throw new EngineError(`the engine 'onnx-webgpu' ${detail}${advice === undefined ? '' : `: ${advice}`}`)
      return { ...onnxEngine({ packages, provider: 'webgpu' }), ...(adapter?.software ? { caveat: `no GPU but software: ${adapter.name}` } : {}) }
    },
  },
  // After onnx: it runs node by node, where onnx has the whole step as one graph, and its last release is of 2024.
  {
    ...tensorflow('@tensorflow/tfjs-node'), what: 'TensorFlow on the processor', fits: always, gpu: false, onDevice: false,
    probe: async (packages, ask) => {
      await ask(TENSORFLOW, [packages.locate('@tensorflow/tfjs-node')])
      return { state: 'ready', detail: '' }
    },
  },
  tfjs('wasm', 'wasm', 'TensorFlow.js in WebAssembly, part of genc'),
  tfjs('cpu', 'portable', 'TensorFlow.js in plain JavaScript, part of genc; slow'),
]
