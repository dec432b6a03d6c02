/** TensorFlow.js in Node: its ES modules do not resolve there, so the CommonJS builds are loaded. */
import { dirname, join, sep } from 'node:path'
import util from 'node:util'
import type { Tf } from './engine.ts'
import { EngineError } from '../../engine.ts'
import { firstLine, installed, isAbsent, type Packages } from '../packages.ts'

/** Backends that are JavaScript and WebAssembly only. */
export type Backend = 'wasm' | 'cpu'

/** TensorFlow.js with `backend` ready. Throws `EngineError`. */
export async function loadTfjs(backend: Backend, packages: Packages = installed): Promise<Tf> {
  return loading(backend, async () => {
    const tf = packages.load('@tensorflow/tfjs-core') as Tf
    // Otherwise the cpu backend greets with a recommendation of packages on standard error.
    tf.enableProdMode()
    if (backend === 'wasm') loadWasm(packages)
    else packages.load('@tensorflow/tfjs-backend-cpu')
    await withoutHandlers(() => tf.setBackend(backend))
    await tf.ready()
    if (tf.getBackend() !== backend) throw new Error('the backend did not start')
    return tf
  })
}

/** The native binding, which is either of two packages. Throws `EngineError`. */
export async function loadTensorflow(name: '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node', packages: Packages = installed): Promise<Tf> {
  return loading('tensorflow', async () => {
    // The last release of the binding calls helpers of which newer Nodes warn, or which they have no more.
    const helpers = util as unknown as Record<string, unknown>
    helpers['isNullOrUndefined'] = (value: unknown): boolean => value === null || value === undefined
    helpers['isArray'] = Array.isArray
    // It tells of processors and devices on standard error, between the lines of a training.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
    const tf = packages.load(name) as Tf
    tf.enableProdMode()
    await tf.ready()
    return tf
  })
}

async function loading(engine: string, body: () => Promise<Tf>): Promise<Tf> {
  try {
    return await body()
  } catch (error) {
    throw new EngineError(isAbsent(error) ? `the engine '${engine}' is not installed` : `the engine '${engine}' cannot be loaded (${firstLine(error)})`, { cause: error })
  }
}

function loadWasm(packages: Packages): void {
  const wasm = packages.load('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(prefix: string): void }
  const folder = dirname(packages.locate('@tensorflow/tfjs-backend-wasm'))
  // The package's main file stands beside its binaries.
  wasm.setWasmPaths(join(folder, sep))
}

/** The wasm module installs handlers that rethrow whatever nobody caught; errors of this process are ours to report. */
async function withoutHandlers<T>(body: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map((e) => process.listeners(e as 'uncaughtException'))
  try {
    return await body()
  } finally {
    events.forEach((e, i) => {
      for (const listener of process.listeners(e as 'uncaughtException')) if (!before[i]!.includes(listener)) process.removeListener(e, listener)
    })
  }
}
