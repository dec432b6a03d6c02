/** `--engine`: the one asked for, or the fastest there is. */
import type { Compiled } from '../compiler/compile.ts'
import type { Graph } from '../compiler/graph/graph.ts'
import { finished, type Flavour } from '../compiler/passes/pipeline.ts'
import type { Engine } from '../runtime/engine.ts'
import { onnxEngine } from '../runtime/engines/onnx/engine.ts'
import { backends, chooseEngine } from '../runtime/engines/tfjs/node.ts'
import { oneOf } from './options.ts'

export interface ChosenEngine {
  /** As `--engine` takes it. */
  readonly name: string
  readonly engine: Engine
  /** Why this one, for people. */
  readonly why: string
  readonly flavour: Flavour
  /** It computes beside this process, which should not wait for every number. */
  readonly onDevice: boolean
}

/** What `--engine` takes. */
export const engineNames = [...backends, 'onnx'] as const

/** Throws a UsageError for a name that there is not, an EngineError for an engine that does not load. */
export async function openEngine(name: string | undefined): Promise<ChosenEngine> {
  const asked = name === undefined ? undefined : oneOf('--engine', name, engineNames)
  if (asked === 'onnx') return { name: asked, engine: onnxEngine(), why: 'asked for', flavour: 'portable', onDevice: false }
  const { engine, flavour, reason } = await chooseEngine(asked)
  return { name: engine.backend, engine, why: reason, flavour, onDevice: engine.backend === 'tensorflow' }
}

/** The programs of a compiled spec as the engine likes them. */
export const programsFor = (compiled: Compiled, { flavour }: Pick<ChosenEngine, 'flavour'>): Graph =>
  (flavour === 'portable' ? compiled.graph! : finished(compiled.lowered!, flavour))
