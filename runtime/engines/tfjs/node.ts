/** TensorFlow.js in Node: its ES modules do not resolve there, so the CommonJS builds are loaded. */
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import util from 'node:util'
import type { Engine } from '../../engine.ts'
import type { Flavour } from '../../../compiler/passes/pipeline.ts'
import type { Tf } from './engine.ts'
import { EngineError } from '../../engine.ts'
import { tfjsEngine } from './engine.ts'

/** Backends from the fastest to the slowest. */
export const backends = ['tensorflow', 'wasm', 'cpu'] as const
export type Backend = (typeof backends)[number]

/** How packages are found; a parameter so that absence can be tested. */
export interface Packages { load(name: string): unknown; locate(name: string): string }

const own = createRequire(import.meta.url)
export const installed: Packages = { load: (name) => own(name) as unknown, locate: (name) => own.resolve(name) }

/** The native packages for `tensorflow`, the one with CUDA first. */
const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']

const remedies: Readonly<Record<Backend, string>> = {
  tensorflow: 'npm install @tensorflow/tfjs-node-gpu (CUDA) or @tensorflow/tfjs-node adds it',
  wasm: 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-wasm adds it',
  cpu: 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu adds it',
}

/** TensorFlow.js with `backend` ready. Throws `EngineError` with the command that adds what is missing. */
export async function loadTfjs(backend: Backend, packages: Packages = installed): Promise<Tf> {
  try {
    if (backend === 'tensorflow') return await loadNative(packages)
    const tf = packages.load('@tensorflow/tfjs-core') as Tf
    // Otherwise the cpu backend greets with a recommendation of packages on standard error.
    tf.enableProdMode()
    if (backend === 'wasm') loadWasm(packages)
    else packages.load('@tensorflow/tfjs-backend-cpu')
    await withoutHandlers(() => tf.setBackend(backend))
    await tf.ready()
    if (tf.getBackend() !== backend) throw new Error('the backend did not start')
    return tf
  } catch (error) {
    throw new EngineError(isAbsent(error) ? `the engine '${backend}' is not installed: ${remedies[backend]}` : `the engine '${backend}' cannot be loaded (${firstLine(error)}): ${remedies[backend]}`, { cause: error })
  }
}

function loadWasm(packages: Packages): void {
  const wasm = packages.load('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(prefix: string): void }
  const folder = dirname(packages.locate('@tensorflow/tfjs-backend-wasm'))
  // The package's main file stands beside its binaries.
  wasm.setWasmPaths(join(folder, sep))
}

/**
 * The native binding. Node 23 removed the helpers of `node:util` that its last release calls, so they are put back first.
 */
async function loadNative(packages: Packages): Promise<Tf> {
  const helpers = util as unknown as Record<string, unknown>
  helpers['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined
  helpers['isArray'] ??= Array.isArray
  let failure: unknown
  for (const name of nativePackages) {
    try {
      const tf = packages.load(name) as Tf
      tf.enableProdMode()
      await tf.ready()
      return tf
    } catch (error) {
      // A package that is there and broken says more than one that is not there.
      if (failure === undefined || !isAbsent(error)) failure = error
    }
  }
  throw failure
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!

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

export interface Choice {
  readonly engine: Engine
  /** What the engine wants programs to be like. */
  readonly flavour: Flavour
  /** Why this one, for `genc doctor` and the first line of a run. */
  readonly reason: string
}

/** The engine called `name`, or the fastest that is there. Throws `EngineError` with a remedy. */
export async function chooseEngine(name?: string, packages: Packages = installed): Promise<Choice> {
  if (name !== undefined) {
    if (!isBackend(name)) throw new EngineError(`there is no engine '${name}': there are ${backends.join(', ')}`)
    return choice(await loadTfjs(name, packages), name, 'asked for')
  }
  const passed: string[] = []
  let last: unknown
  for (const backend of backends) {
    try {
      const tf = await loadTfjs(backend, packages)
      return choice(tf, backend, ['the fastest here', ...passed].join('; '))
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      passed.push(isAbsent(cause) ? `${backend} is not installed` : `${backend} does not load: ${firstLine(cause)}`)
      last = error
    }
  }
  throw new EngineError(`no engine can be loaded: ${remedies.wasm}`, { cause: last })
}

const isBackend = (name: string): name is Backend => (backends as readonly string[]).includes(name)

const choice = (tf: Tf, backend: Backend, reason: string): Choice =>
  ({ engine: tfjsEngine(tf, backend), flavour: backend === 'wasm' ? 'wasm' : 'portable', reason })
