/** `--engine`: the one asked for, or the fastest that this machine can use. */
import type { Compiled } from '../compiler/compile.ts'
import type { Graph } from '../compiler/graph/graph.ts'
import { finished } from '../compiler/passes/pipeline.ts'
import { chooseEngine, type Choice } from '../runtime/engines/choose.ts'
import { engineNames } from '../runtime/engines/registry.ts'
import { oneOf } from './options.ts'

export { engineNames }
export type ChosenEngine = Choice

/** Throws a UsageError for a name that there is not, an EngineError for an engine that does not load. */
export const openEngine = (name: string | undefined): Promise<ChosenEngine> =>
  chooseEngine(name === undefined ? undefined : oneOf('--engine', name, engineNames))

/** The programs of a compiled spec as the engine likes them. */
export const programsFor = (compiled: Compiled, { flavour }: Pick<ChosenEngine, 'flavour'>): Graph =>
  (flavour === 'portable' ? compiled.graph! : finished(compiled.lowered!, flavour))
