/** Engine onnx: each program as one ONNX graph, run by onnxruntime on the processor in a thread of its own. */
import type * as Onnx from 'onnxruntime-node'
import type { Engine } from '../../engine.ts'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { EngineError } from '../../engine.ts'
import { OnnxSession } from './session.ts'

/** How the package is found; a parameter so that absence can be tested. */
export interface Packages { load(name: string): unknown; locate(name: string): string }

const own = createRequire(import.meta.url)
const installed: Packages = { load: (name) => own(name) as unknown, locate: (name) => own.resolve(name) }

export const ONNX_PACKAGE = 'onnxruntime-node'

/** Its binaries are inside the package: the script that it would run after installing only downloads more. */
export const addOnnx = `npm install --no-save --ignore-scripts ${ONNX_PACKAGE}`

export interface OnnxOptions {
  /** Threads of one run. The same number gives the same bits on the same machine. */
  readonly threads?: number
  readonly packages?: Packages
}

/** The engine. Throws `EngineError` with the command that adds onnxruntime where it is missing or does not load. */
export function onnxEngine({ threads = availableParallelism(), packages = installed }: OnnxOptions = {}): Engine {
  const runtime = locate(packages)
  return { name: 'onnx', backend: 'onnx', load: (graph) => Promise.resolve(new OnnxSession(graph, { runtime, threads })) }
}

/** The package's file. It is loaded here too: so its failure is known at once, and its library stays when a thread ends. */
function locate(packages: Packages): string {
  try {
    const { InferenceSession } = packages.load(ONNX_PACKAGE) as typeof Onnx
    if (typeof InferenceSession?.create !== 'function') throw new Error(`${ONNX_PACKAGE} is not what it was`)
    return packages.locate(ONNX_PACKAGE)
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).split('\n')[0]!
    throw new EngineError(`the engine 'onnx' cannot be loaded (${why}): ${addOnnx} adds it`, { cause: error })
  }
}
