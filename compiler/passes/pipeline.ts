/** The passes in their order. Each is a function from program to program, so any stage can be printed. */
import type { Graph, Program } from '../graph/graph.ts'
import { differentiate } from '../differentiate/differentiate.ts'
import { cheaperSpellings } from './cheaper-spellings.ts'
import { dropDeadCode } from './dead-code.ts'
import { explicitTransposes } from './explicit-transposes.ts'
import { filterGradientsAsConvolutions } from './filter-gradients.ts'
import { foldConstants } from './fold-constants.ts'
import { fuse } from './fuse.ts'
import { inputGradientsAsConvolutions } from './input-gradients.ts'
import { noiseToInputs } from './noise-to-inputs.ts'
import { share } from './share.ts'
import { stableLogs } from './stable-logs.ts'
import { sumsAsProducts } from './sums-as-products.ts'

/**
 * What programs are spelled for. `portable`: an engine with all ops of the graph. `tfjs`: any backend of tfjs, some of
 * which lack the filter gradient and are slow with transposed factors. `wasm`: that, and what is fast on wasm only. `webgpu`: kernels
 * that are made for the program.
 */
export type Flavour = 'portable' | 'tfjs' | 'wasm' | 'webgpu'

export interface Pass { readonly name: string; readonly run: (program: Program) => Program }

const common: readonly Pass[] = [
  { name: 'fold-constants', run: foldConstants },
  { name: 'stable-logs', run: stableLogs },
  { name: 'differentiate', run: differentiate },
  { name: 'noise-to-inputs', run: noiseToInputs },
  { name: 'drop-dead-code', run: dropDeadCode },
  { name: 'fold-constants-again', run: foldConstants },
  { name: 'cheaper-spellings', run: cheaperSpellings },
]

const filterGradients: Pass = { name: 'filter-gradients', run: filterGradientsAsConvolutions }
const transposes: Pass = { name: 'explicit-transposes', run: explicitTransposes }

const spellings: Readonly<Record<Flavour, readonly Pass[]>> = {
  portable: [],
  tfjs: [filterGradients, transposes],
  wasm: [filterGradients, { name: 'input-gradients', run: inputGradientsAsConvolutions }, { name: 'sums-as-products', run: sumsAsProducts }, transposes],
  webgpu: [],
}

const closing: readonly Pass[] = [
  { name: 'fold-layout', run: foldConstants },
  { name: 'share', run: share },
  { name: 'drop-dead-code-again', run: dropDeadCode },
]

/** Where ops are finished, they become kernels. */
const kernels: readonly Pass[] = [{ name: 'fuse', run: fuse }, { name: 'drop-dead-code-last', run: dropDeadCode }]

export const passesFor = (flavour: Flavour): readonly Pass[] => [...common, ...spellings[flavour], ...closing, ...(flavour === 'webgpu' ? kernels : [])]

/** A program after every pass, in order; the last is what engines run. */
export function runPasses(program: Program, { flavour }: { readonly flavour: Flavour }): readonly { readonly name: string; readonly program: Program }[] {
  let current = program
  return passesFor(flavour).map(({ name, run }) => {
    current = run(current)
    return { name, program: current }
  })
}

/** A graph whose programs are ready to run. */
export const finished = (graph: Graph, flavour: Flavour): Graph =>
  ({ ...graph, programs: graph.programs.map((p) => runPasses(p, { flavour }).at(-1)!.program) })
