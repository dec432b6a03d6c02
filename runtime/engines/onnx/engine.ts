/** Engines onnx and onnx-webgpu: each program as one ONNX graph, run by onnxruntime, on the processor or on a GPU, in a thread of its own. */
import type * as Onnx from 'onnxruntime-node'
import type { Engine } from '../../engine.ts'
import { availableParallelism } from 'node:os'
import { EngineError } from '../../engine.ts'
import { installCommand } from '../install-command.ts'
import { firstLine, installed, type Packages } from '../packages.ts'
import { nameOf, OnnxSession, type Provider } from './session.ts'

/** Its binaries are inside the package: the script that it would run after installing only downloads more. */
const ONNX_PACKAGE = 'onnxruntime-node'

export interface OnnxOptions {
  /** Threads of one run. The same number gives the same bits on the same machine. */
  readonly threads?: number
  /** What computes. With `webgpu` the store stays on the device. */
  readonly provider?: Provider
  readonly packages?: Packages
  /** Rounds at most in one call, and whether small parameters are updated together: to be measured without. */
  readonly rounds?: number
  readonly pack?: boolean
}

/** The engine. Throws `EngineError` with the command that adds onnxruntime where it is missing or does not load. */
export function onnxEngine({ provider = 'cpu', threads = provider === 'cpu' ? availableParallelism() : 1, packages = installed, rounds, pack }: OnnxOptions = {}): Engine {
  const runtime = locate(packages, provider)
  return { name: 'onnx', backend: nameOf(provider), load: (graph) => Promise.resolve(new OnnxSession(graph, { runtime, threads, provider, rounds, pack })) }
}

/** The package's file. It is loaded here too: so its failure is known at once, and its library stays when a thread ends. */
function locate(packages: Packages, provider: Provider): string {
  try {
    const { InferenceSession } = packages.load(ONNX_PACKAGE) as typeof Onnx
    if (typeof InferenceSession?.create !== 'function') throw new Error(`${ONNX_PACKAGE} is not what it was`)
    return packages.locate(ONNX_PACKAGE)
  } catch (error) {
    throw new EngineError(`the engine '${nameOf(provider)}' cannot be loaded (${firstLine(error)}): ${installCommand([ONNX_PACKAGE], { scripts: false })} adds it`, { cause: error })
  }
}
